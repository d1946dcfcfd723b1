from __future__ import annotations

import pytest

from app.voice.choosing import choose, is_language, language_name
from app.voice.engine import Listed

ESPEAK = [
    Listed("gmw/de", "German", ("de",)),
    Listed("gmw/en-gb-x-rp", "English (Received Pronunciation)", ("en-gb-x-rp",)),
    Listed("gmw/en", "English (Great Britain)", ("en-gb",)),
    Listed("gmw/en-us", "English (America)", ("en-us",)),
    Listed("roa/fr-be", "French (Belgium)", ("fr-be",)),
    Listed("roa/fr", "French (France)", ("fr-fr",)),
    Listed("roa/es-419", "Spanish (Latin America)", ("es-419",)),
    Listed("roa/es", "Spanish (Spain)", ("es",)),
]
HEDDA = Listed("HKEY/Hedda", "Microsoft Hedda", ("de-de",))
ZIRA = Listed("HKEY/Zira", "Microsoft Zira", ("en-us",))
HAZEL = Listed("HKEY/Hazel", "Microsoft Hazel", ("en-gb",))


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ("", "gmw/en-us"),
        ("en", "gmw/en-us"),
        ("gmw/en", "gmw/en"),
        ("GMW/EN", "gmw/en"),
        ("German", "gmw/de"),
        ("de", "gmw/de"),
        ("de-AT", "gmw/de"),
        ("en-GB", "gmw/en"),
        ("fr", "roa/fr"),
        ("es", "roa/es"),
        ("es-419", "roa/es-419"),
    ],
)
def test_a_voice_is_found_by_id_name_or_language(wanted: str, chosen: str) -> None:
    assert choose((wanted,), ESPEAK, "gmw/de") == (chosen, "")


def test_without_the_voice_its_language_speaks_and_then_english() -> None:
    assert choose(("Anna", "de"), ESPEAK, "") == ("gmw/de", "German")
    assert choose(("Anna", "xh"), ESPEAK, "gmw/de") == ("gmw/en-us", "English (America)")
    assert choose(("xh", "xh"), ESPEAK, "gmw/de") == ("gmw/en-us", "English (America)")


def test_without_english_the_own_voice_speaks_and_is_named() -> None:
    assert choose(("en",), [HEDDA], HEDDA.id) == (HEDDA.id, "Microsoft Hedda")
    assert choose(("en",), [HEDDA], "x") == ("x", "the computer's own voice")


def test_where_no_voice_is_listed_nothing_is_said_to_be_missing() -> None:
    assert choose(("en",), [], "x") == ("x", "")


def test_on_windows_the_language_decides_and_the_own_voice_is_preferred() -> None:
    old = Listed("HKEY/Old", "Old", ("en-au",))
    older = Listed("HKEY/Older", "Older", ("en-nz",))
    assert choose(("",), [HEDDA, HAZEL, ZIRA], HAZEL.id).id == ZIRA.id
    assert choose(("",), [HEDDA, old, older], older.id).id == older.id
    assert choose(("de",), [ZIRA, HEDDA], ZIRA.id) == (HEDDA.id, "")
    assert choose(("Microsoft Hedda",), [HEDDA, ZIRA], ZIRA.id) == (HEDDA.id, "")


def test_on_a_mac_no_voice_made_for_fun_speaks() -> None:
    voices = [
        Listed("Bad News", "Bad News", ("en-us",)),
        Listed("Grandma (German (Germany))", "Grandma (German (Germany))", ("de-de",)),
        Listed("Anna", "Anna", ("de-de",)),
        Listed("Samantha", "Samantha", ("en-us",)),
    ]
    assert choose(("en",), voices, "").id == "Samantha"
    assert choose(("de",), voices, "").id == "Anna"


def test_languages_have_names() -> None:
    assert [language_name(code) for code in ("de", "en_US", "xh")] == ["German", "English", "xh"]
    found = [each for each in ("de", "en-US", "Anna Maria", "gmw/en", "") if is_language(each)]
    assert found == ["de", "en-US"]
