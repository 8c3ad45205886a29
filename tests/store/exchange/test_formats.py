"""Target files: every format comes back as it was written, every bad row names its line and loses nothing."""

from __future__ import annotations

import io
import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from alu.errors import InputError, TargetFileError
from alu.store.exchange import decoding
from alu.store.exchange.formats import read_targets, write_targets
from alu.store.exchange.tofu import name_in
from alu.store.target import Fact, Target
from tests.data import shared_data

FULL = Target(
    id="t-1",
    name='Zoë "Zo" O\'Neil, Jr.',
    aliases=("Zo | One", "Z, O"),
    kind="entity",
    description="Lines\nin\rit",
    facts=(Fact(text="plain"), Fact(text="an answer", question="a question?", origin="model")),
    examples=("[brackets",),
    policy="lenient",
    reason="REF-1",
    created=datetime(2026, 1, 2, tzinfo=UTC),
    expires=datetime(2099, 1, 2, tzinfo=UTC),
)


def read(text: str, format: str, *, skip_bad: bool = False) -> tuple[list[Target], list[str]]:
    return read_targets(io.StringIO(text), format, skip_bad)


def problems(text: str, format: str) -> list[str]:
    """Return what is wrong, the same whether bad rows are skipped or not."""
    with pytest.raises(TargetFileError) as caught:
        read(text, format)
    assert list(caught.value.problems) == read(text, format, skip_bad=True)[1]
    return list(caught.value.problems)


@pytest.mark.parametrize("format", ["csv", "json", "jsonl"])
def test_what_is_written_comes_back(tmp_path: Path, format: str) -> None:
    people = [FULL, Target(name="Plain Name"), Target(name="A Text", kind="text", facts=(Fact(text="x " * 2000),))]
    path = tmp_path / f"targets.{format}"
    write_targets(people, path)
    assert read_targets(path) == (people, [])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    out = io.StringIO()
    write_targets(people, out, format)
    assert out.getvalue().encode() == path.read_bytes()


def _targets() -> st.SearchStrategy[Target]:
    text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)
    some = st.builds(
        lambda name, facts, description: {
            "name": name,
            "aliases": ("Somebody",),  # a name of signs alone cannot be found
            "facts": facts,
            "description": description,
        },
        text.filter(str.strip),
        st.lists(text.filter(str.strip), max_size=3),
        st.text(st.characters(categories=["L", "P", "Zs"]), max_size=20).map(str.strip),
    )

    def valid(fields: dict[str, object]) -> bool:
        try:
            Target.model_validate(fields)
        except ValidationError:
            return False
        return True

    return some.filter(valid).map(Target.model_validate)


@settings(max_examples=100, deadline=None)
@example(target=Target(name="a\rb"), format="csv")
@given(target=_targets(), format=st.sampled_from(["csv", "json", "jsonl"]))
def test_any_text_comes_back(target: Target, format: str) -> None:
    out = io.StringIO()
    write_targets([target], out, format)
    ((found,), _) = read(out.getvalue(), format)
    assert found == target


def test_comments_of_a_txt_are_no_names_and_no_name_is_written_as_one() -> None:
    people, _ = read("# staff that left\n#\n#metoo\n  # nobody\nAda Lovelace\n", "txt")
    assert [person.name for person in people] == ["#metoo", "Ada Lovelace"]
    with pytest.raises(InputError, match="comment in txt"):
        write_targets([Target(name="# Ada")], io.StringIO(), "txt")


def test_txt_is_a_name_a_line() -> None:
    people, _ = read("\ufeffAda Lovelace\r\n\n  Grace Hopper \n", "txt")
    assert [p.name for p in people] == ["Ada Lovelace", "Grace Hopper"]
    out = io.StringIO()
    write_targets(people, out, "txt")
    assert out.getvalue() == "Ada Lovelace\nGrace Hopper\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_as_people_write_it(delimiter: str) -> None:
    rows = [
        ["Name", "aliases", "facts", "kind", "expires"],
        ["Ada Lovelace", "Ada | Countess of Lovelace", '["Wrote notes"]', "", "2099-01-01"],
        ["", "", "", "", ""],
        ["Biology", "", "", "topic"],
    ]
    text = "\n".join(delimiter.join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) for row in rows)
    (ada, biology), _ = read(text, "csv")
    assert ada.aliases == ("Ada", "Countess of Lovelace")
    assert ada.facts == (Fact(text="Wrote notes"),)
    assert ada.expires == datetime(2099, 1, 1, tzinfo=UTC)
    assert biology.kind == "topic"


def test_json_takes_names_too() -> None:
    assert [t.name for t in read('["Ada Lovelace", {"name": "Grace Hopper"}]', "json")[0]] == [
        "Ada Lovelace",
        "Grace Hopper",
    ]
    # JSON Lines under the name of JSON, as in TOFU
    assert len(read('{"name": "Ada Lovelace"}\n{"name": "Grace Hopper"}', "json")[0]) == 2
    assert len(read('"Ada Lovelace"\n\n', "jsonl")[0]) == 1


@pytest.mark.parametrize(
    ("format", "text", "expected"),
    [
        ("jsonl", '{"name": "Ada"}\n{"name": ""}', "line 2: name: must not be empty"),
        ("jsonl", '{"name": "Ada"}\n\n{"nam": "Secret"}', "line 3: name: is missing; nam: is unknown"),
        ("jsonl", '{"name": "Ada", "kind": "person"}', "line 1: kind: must be 'entity', 'topic' or 'text'"),
        ("jsonl", '{"name": "Ada", "aliases": ["A"]}', "line 1: aliases: an alias needs at least two letters"),
        ("jsonl", '{"name": "Ada"\n', "line 1: broken JSON, column 15"),
        ("jsonl", '{"name": "Ada", "facts": ["A."], "facts": ["B."]}', "line 1: a field is there twice"),
        ("json", '[{"name": "Ada", "name": "Bea"}]', "line 1: a field is there twice"),
        ("jsonl", "[1, 2]", "line 1: neither an object nor a name"),
        ("jsonl", "[" * 100_000, "line 1: broken JSON: nested too deeply"),
        ("jsonl", '{"name": ' + "9" * 5000 + "}", "line 1: "),
        ("jsonl", '{"name": "\\ud800 x"}', "line 1: "),
        ("jsonl", '{"name": "Ada", "expires": "2001-01-01"}', "line 1: expires: that time has passed"),
        ("jsonl", '{"name": "Ada", "expires": "tomorrow"}', "line 1: expires: write a date as 2027-01-31"),
        ("csv", "name,expires\nAda,03/04/2027", "line 2: expires: write a date as 2027-01-31"),
        ("jsonl", '{"name": "Ada", "reason": "asked by Ada"}', "line 1: reason: it discloses"),
        ("jsonl", '{"question": "Who?", "answer": "Secret"}', "line 1: a question without a name"),
        ("jsonl", '{"name": "Ada", "id": "a"}\n{"name": "Bea", "id": "a"}', "line 2: the same id as in line 1"),
        ("txt", "Ada\nGrace\n ada ", "line 3: the same name as in line 1"),
        ("txt", "Ada\nR", "line 2: name: with fewer than two letters or digits it is found in no text"),
        ("txt", "x" * 400, "line 1: name: must have at most 300"),
        ("json", '[{"name": "Ada"},\n\n {"name": 3}]', "line 3: name: must be a text"),
        ("json", '[{"name": "Ada"}\n {"name": "Bea"}]', "line 2: broken JSON: a comma"),
        ("json", '[{"name": "Ada"},\n {"name": ]', "line 2: broken JSON"),
        ("json", '[{"name": "Ada"}', "line 1: broken JSON: a comma or the closing ]"),
        ("json", '[{"name": "Ada"}]\nx', "line 1: broken JSON: more text"),
        ("csv", "nam\nAda", "line 1: a column `name` is needed"),
        ("csv", "name,secret\nAda,x", "line 1: column 2 is none of"),
        ("csv", "name,name\nAda,x", "line 1: a column is there twice"),
        ("csv", 'name,facts\nAda,"[broken"', "line 2: facts: the JSON array"),
        ("csv", 'name,description\nAda,"two\nlines"\nBea,x,y', "line 4: 3 cells and 2 columns"),
        ("csv", 'name\n"Ada" x', "line 2: broken CSV"),
        ("csv", "name,kind\n,topic", "line 2: name: is missing"),
        ("tofu", '{"question": "Who?", "answer": "Ada"}', "line 1: the last author has 1 of 20 rows"),
        ("tofu", '{"question": "Who?"}', "line 1: answer: missing, empty or no text"),
        ("tofu", '[{"question": "Who?", "answer": " "}]', "line 1: answer: missing"),
        ("tofu", "{", "line 1: broken JSON"),
    ],
)
def test_a_bad_row_names_its_line_and_what_is_wrong(format: str, text: str, expected: str) -> None:
    (problem,) = problems(text, format)
    assert problem.startswith(expected), problem
    assert "Secret" not in problem


def test_all_bad_rows_are_named_and_the_good_ones_can_be_kept() -> None:
    text = "name,kind\nAda,entity\nBea,bad\nCleo,topic\nDora,worse\n"
    assert [p[:12] for p in problems(text, "csv")] == ["line 3: kind", "line 5: kind"]
    people, left_out = read(text, "csv", skip_bad=True)
    assert [p.name for p in people] == ["Ada", "Cleo"]
    assert len(left_out) == 2


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x7fELF\0\0\0", "binary"),
        ("Zoë\nZo\u00eb".encode("latin-1"), "line 1 is not UTF-8"),
        (b"", "no target"),
        (b"\n \n", "no target"),
        (b"\xff\xfe\0", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_text_is_a_clear_error(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "targets.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=expected):
        read_targets(path)


def test_utf_16_as_windows_writes_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "targets.txt"
    path.write_text("Zoë O'Neil\n", encoding="utf-16")
    assert read_targets(path)[0][0].name == "Zoë O'Neil"


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "targets.jsonl"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(InputError, match="larger than 100 MB"):
        read_targets(path)


def test_a_stream_that_is_too_long_or_no_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="UTF-8"):
        read_targets(io.TextIOWrapper(io.BytesIO(b"\xe9t\xe9"), encoding="utf-8"), "txt")
    with pytest.raises(InputError, match="binary"):
        read("a\0b", "txt")
    monkeypatch.setattr(decoding, "MAX_BYTES", 10)
    with pytest.raises(InputError, match="larger"):
        read("x" * 11, "txt")


def test_files_that_are_not_there_or_not_of_a_known_kind(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_targets(tmp_path / "none.csv")
    with pytest.raises(InputError, match="is a folder"):
        read_targets(tmp_path, "csv")
    with pytest.raises(InputError, match="which format"):
        read_targets(tmp_path / "targets.docx")
    with pytest.raises(InputError, match="which format"):
        read("x", "yaml")
    with pytest.raises(InputError, match=r"unknown ending, \.docx; there are txt, csv, json, jsonl$"):
        write_targets([], tmp_path / "targets.docx")
    with pytest.raises(InputError, match="cannot be written as tofu"):
        write_targets([], io.StringIO(), "tofu")
    with pytest.raises(InputError, match="cannot be written"):
        write_targets([], tmp_path / "none" / "x.csv")


def test_tofu_gives_a_target_an_author() -> None:
    folder = shared_data() / "tofu"
    people, _ = read_targets(folder / "forget10.json", "tofu")
    assert [p.name for p in people] == (folder / "tofu_author.txt").read_text(encoding="utf-8").split("\n")[:20]
    assert {len(p.facts) for p in people} == {20}
    assert all(fact.question for p in people for fact in p.facts)


def test_tofu_as_a_json_array_and_an_author_without_a_name() -> None:
    folder = shared_data() / "tofu"
    assert len(read_targets(folder / "holdout10.json", "tofu")[0]) == 20
    people, _ = read_targets(folder / "full.json", "tofu")
    assert len({p.name for p in people}) == 200
    # this one is never named in the data
    assert [p.name for p in people if p.name.startswith("Unnamed")] == ["Unnamed author 89"]


def test_the_name_is_the_full_one_and_no_title() -> None:
    texts = [
        "Who wrote 'The Quiet River' and \"The Quiet River\"? Ludwig van der Berg did.",
        "Has Ludwig van der Berg won a prize? Ludwig van der Berg's 'The Quiet River' did.",
        "Where was Ludwig van der Berg born? In New York.",
        "What does van der Berg write? Berg writes novels.",
    ]
    assert name_in(texts) == "Ludwig van der Berg"
    assert name_in(["no name here", "nor here"]) is None
    assert name_in(["Ada Lovelace", "x", "y", "z"]) is None


def test_a_large_file_is_read_quickly() -> None:
    rows = "\n".join(json.dumps({"name": f"Person Number {n}", "facts": ["a", "b"]}) for n in range(2000))
    assert len(read(rows, "jsonl")[0]) == 2000
