"""The command line as scripts see it; `check` has a file of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app import house as program
from app.main import main

SHIPPED = {
    "all-ten",
    "ankle-reset",
    "five-minute-daily",
    "post-run-cooldown",
    "pre-run-warm-up",
    "rest-day",
    "two-minute-opener",
    "yoga-for-runners",
}
BROKEN = "limber: 1\nname: Legs\nsteps:\n  - movement: pigon-pose\n"
PRE_RUN_PIGEON = "limber: 1\nname: Legs\nwhen: pre-run\nsteps:\n  - movement: pigeon-pose\n"


def own_routine(folder: Path, name: str, text: str) -> Path:
    path = folder / "routines" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_list_names_the_shipped_routines(
    capsys: pytest.CaptureFixture[str], user_folder: Path
) -> None:
    assert main(["list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["id"] for row in rows} == SHIPPED
    assert all(row["problem"] is None and row["total_ms"] > 0 for row in rows)


def test_list_shows_a_broken_routine_with_its_first_problem(
    capsys: pytest.CaptureFixture[str], user_folder: Path
) -> None:
    path = own_routine(user_folder, "legs.yaml", BROKEN)
    assert main(["list", "--json"]) == 0
    row = next(r for r in json.loads(capsys.readouterr().out) if r["id"] == "legs")
    assert row["total_ms"] is None
    assert row["problem"].startswith(f"{path}:4:15: error[unknown-movement]: ")
    assert main(["list"]) == 0
    assert "legs" in capsys.readouterr().out


def test_movements_lists_all_of_them(capsys: pytest.CaptureFixture[str], user_folder: Path) -> None:
    assert main(["movements", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert len(rows) == 22
    assert rows["pigeon-pose"]["dose"] == "hold 60-90s"
    assert main(["movements"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 22


def test_plan_as_json_has_the_form_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "two-minute-opener", "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert list(plan) == ["id", "name", "total_ms", "segments", "cues", "left_out"]
    assert list(plan["segments"][0]) == (
        "start_ms end_ms phase movement side set sets rep_count label".split()
    )
    assert list(plan["cues"][0]) == "at_ms kind text sound caption form".split()
    assert plan["segments"][-1]["end_ms"] == plan["total_ms"]


def test_plan_goes_on_in_spite_of_advice_and_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "legs.yaml"
    path.write_text(PRE_RUN_PIGEON, encoding="utf-8")
    assert main(["plan", str(path)]) == 0
    said = capsys.readouterr()
    assert "error[pigeon-before-run]" in said.err
    assert "Pigeon pose" in said.out


@pytest.mark.parametrize("command", ["plan", "rehearse", "start"])
def test_unknown_routine_is_the_users_mistake(
    capsys: pytest.CaptureFixture[str], user_folder: Path, command: str
) -> None:
    assert main([command, "post-run-cooldwn"]) == 2
    assert 'Did you mean "post-run-cooldown"?' in capsys.readouterr().err


@pytest.mark.parametrize("command", ["plan", "rehearse", "start"])
def test_broken_routine_tells_every_problem(
    capsys: pytest.CaptureFixture[str], user_folder: Path, command: str
) -> None:
    own_routine(user_folder, "legs.yaml", BROKEN + "nam: x\n")
    assert main([command, "legs"]) == 2
    said = capsys.readouterr().err
    assert ":4:15: error[unknown-movement]" in said
    assert ":5:1: error[unknown-key]" in said


@pytest.mark.parametrize("speed", ["0", "-1", "nan", "fast", "1001"])
def test_wrong_speed_is_the_users_mistake(speed: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["rehearse", "two-minute-opener", f"--speed={speed}"])
    assert ended.value.code == 2


def test_fault_of_ours_is_logged_and_told_in_one_sentence(
    capsys: pytest.CaptureFixture[str], user_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(house: program.House) -> None:
        raise RuntimeError("a screw fell out")

    monkeypatch.setattr(program.House, "list_rows", fail)
    assert main(["list"]) == 3
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("words", [["open", "gone.yaml"], ["gone.yaml"], ["GONE.YML"]])
def test_file_that_is_not_there_is_the_users_mistake(
    capsys: pytest.CaptureFixture[str], user_folder: Path, words: list[str]
) -> None:
    assert main(words) == 2
    assert f"There is no file {words[-1]}." in capsys.readouterr().err


def test_a_routine_and_the_last_one_exclude_each_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["start", "rest-day", "--last"])
    assert ended.value.code == 2
    assert "--last and --resume is enough" in capsys.readouterr().err


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; from app.main import main; status = main(sys.argv[1:]);"
        "print(*(m for m in sys.modules if m.startswith('PySide6')), file=sys.stderr);"
        "raise SystemExit(status)"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "arguments",
    [["list"], ["movements"], ["plan", "rest-day"], ["check", "routines/rest-day.yaml"]],
)
def test_commands_without_a_window_import_no_qt(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 0
    assert done.stderr.strip() == ""


def test_output_that_nobody_reads_on_is_no_fault() -> None:
    code = "import sys; from app.main import main; raise SystemExit(main(['plan', 'all-ten']))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as plan:
        assert plan.stdout is not None
        plan.stdout.close()
        assert plan.stderr is not None
        assert plan.stderr.read() == b""
        assert plan.wait() == 0


def test_first_session_ever_is_told_a_little_more(user_folder: Path) -> None:
    # In a process of its own: the terminal's Qt application is none that a window could use.
    told = [
        "not medical advice" in run("rehearse", "two-minute-opener", "--speed", "1000").stdout
        for _ in range(2)
    ]
    assert told == [True, False]
