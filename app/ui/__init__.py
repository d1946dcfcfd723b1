"""The windows. No other folder knows that there are any."""
