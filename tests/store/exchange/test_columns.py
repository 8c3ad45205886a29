"""What a table's columns are taken for, by their headers and by the user's word."""

from __future__ import annotations

import io

import pytest

from alu.errors import InputError
from alu.store.exchange.columns import columns_of, fields_of, mapping_of, problem_of
from alu.store.exchange.formats import read_lines, read_targets
from alu.store.target import Target


def fields(header: str, *maps: str) -> list[str]:
    return [column.field for column in columns_of(header.split(","), mapping_of(maps))]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Full Name,Also known as,Ticket #,Notes", ["name", "aliases", "reason", "description"]),
        ("FIRST_NAME,Last-Name,Case Number", ["first_name", "last_name", "reason"]),
        ("Vorname,Nachname,Aktenzeichen", ["first_name", "last_name", "reason"]),
        ("Name,Geburtsdatum,Anschrift,IBAN", ["name", "facts", "facts", "facts"]),
        ("ФИО,Телефон,Дата рождения", ["name", "facts", "facts"]),
        ("氏名,電話番号,生年月日", ["name", "facts", "facts"]),
        ("Name,Vorname", ["last_name", "first_name"]),
        ("Nom,Prénom", ["last_name", "first_name"]),
        ("Nombre,Apellidos", ["first_name", "last_name"]),
        ("Name,Surname,First name", ["name", "last_name", "first_name"]),
        ("Full name,First name", ["name", "first_name"]),
        ("Nombre,Alias", ["name", "aliases"]),
        ("Imię,Nazwisko,Adres e-mail,Telefon", ["first_name", "last_name", "facts", "facts"]),
        ("Nombre,Apellidos,Correo electrónico,Teléfono móvil", ["first_name", "last_name", "facts", "?"]),
        ("name,Alias 1,Alias 2,E-mail 1 - Value", ["name", "aliases", "aliases", "facts"]),
        ("Data Subject,Reference,Valid until,", ["name", "reason", "expires", ""]),
        (",".join(Target.model_fields), list(Target.model_fields)),
    ],
)
def test_headers_of_other_programs_are_known(header: str, expected: list[str]) -> None:
    assert fields(header) == expected


def test_the_users_word_comes_before_the_header() -> None:
    assert fields("Kunde,name,Owner,Notes", "kunde=name", "2=aliases", "Owner=-", "Notes=facts") == [
        "name",
        "aliases",
        "",
        "facts",
    ]
    assert fields("name,Owner,Stage", "*=-") == ["name", "", ""]
    assert fields("Name,Vorname", "Name=name") == ["name", "first_name"]


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("name,Owner,Stage", "columns 2, 3 are none of"),
        ("alias,ticket", "a column `name` is needed"),
        ("name,Full Name", "a column is there twice: name"),
        ("name,ticket,reference", "a column is there twice: reason"),
    ],
)
def test_a_table_that_is_not_understood_says_why(header: str, says: str) -> None:
    assert str(problem_of(columns_of(header.split(","), {}))).startswith(says)


def test_a_table_that_is_understood_has_no_problem() -> None:
    assert problem_of(columns_of(["Full Name", "alias", "aka", "", "", "Owner"], {"*": "-"})) is None


@pytest.mark.parametrize(
    ("maps", "says"),
    [(["Boss=-"], "no column boss"), (["Owner=boss"], "no field boss"), (["*=facts"], "stands for no field")],
)
def test_a_mapping_that_does_not_fit_the_table_is_refused(maps: list[str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        fields("name,Owner", *maps)


@pytest.mark.parametrize("said", [["Owner"], ["=name"], ["a=name", "a=facts"]])
def test_a_mapping_names_a_column_and_a_field_once(said: list[str]) -> None:
    with pytest.raises(InputError, match="mapped once"):
        mapping_of(said)


def row(header: str, *cells: str) -> object:
    return fields_of(columns_of(header.split(","), {}), cells)


def test_a_name_comes_in_parts() -> None:
    parts = "first name,middle name,last name"
    assert row(parts, "Odalys", "", "Brannigan") == {"name": "Odalys Brannigan"}
    assert row(parts, "Odalys", "M.", "Brannigan") == {"name": "Odalys M. Brannigan"}
    assert row(f"name,{parts}", "ODALYS BRANNIGAN", "Odalys", "", "Brannigan") == {"name": "ODALYS BRANNIGAN"}
    # two names that differ are both looked for
    both = row(f"name,alias,{parts}", "Lys Brannigan", "Lys B.", "Odalys", "", "Brannigan")
    assert both == {"name": "Lys Brannigan", "aliases": ["Lys B.", "Odalys Brannigan"]}


def test_a_column_of_names_next_to_first_names_alone_has_surnames() -> None:
    """«Name;Vorname» is how German programs write it; a first name alone is the alias of nobody."""
    assert row("Name,Vorname", "Übelacker", "Anneliese") == {"name": "Anneliese Übelacker"}
    assert row("Name,Vorname", "Übelacker", "") == {"name": "Übelacker"}
    assert row("Name,Surname", "Odalys", "Brannigan") == {"name": "Odalys Brannigan"}
    assert row("Name,Vorname", "James", "James") == {"name": "James James"}
    # where the whole name is there all the same
    assert row("Name,Vorname", "Anneliese Übelacker", "Anneliese") == {"name": "Anneliese Übelacker"}
    assert row("Nachname,Name", "Übelacker", "Anneliese Übelacker") == {"name": "Anneliese Übelacker"}
    assert row("Full name,First name", "Odalys Brannigan", "Odalys") == {"name": "Odalys Brannigan"}


def test_cells_of_several_values() -> None:
    assert row("name,alias,aka", "A B", "Ada; Bea | Cleo\nDora", '["E; F"]') == {
        "name": "A B",
        "aliases": ["Ada", "Bea", "Cleo", "Dora", "E; F"],
    }
    # sentences hold semicolons, addresses do not
    assert row("name,facts,Email", "A B", "She left; he stayed. | Both sang.", "a@b.example; c@d.example") == {
        "name": "A B",
        "facts": ["She left; he stayed.", "Both sang.", "Email: a@b.example", "Email: c@d.example"],
    }


def test_a_phone_number_says_what_it_is_in_any_language() -> None:
    assert row("Nombre,Teléfono,Adres e-mail", "A B", "1 | 2", "a@b") == {
        "name": "A B",
        "facts": ["Teléfono: 1", "Teléfono: 2", "Adres e-mail: a@b"],
    }


@pytest.mark.parametrize(
    ("value", "fact"),
    [
        ("Berlin", "Stadt: Berlin"),
        ("02.02.1941", "Stadt: 02.02.1941"),
        ("She was born in Berlin.", "She was born in Berlin."),
        ("Ort: Berlin", "Ort: Berlin"),
        ("what she said of the mill before she went to live in Berlin", None),
    ],
)
def test_a_brief_value_says_what_it_is(value: str, fact: str | None) -> None:
    found = fields_of(columns_of(["name", "Stadt", "facts"], {"Stadt": "facts"}), ["A B", value, value])
    assert found == {"name": "A B", "facts": [fact or value, value]}


@pytest.mark.parametrize("cell", ["-", "–", "NULL", "n/a", "#N/A", "NaN"])
def test_what_an_export_writes_into_an_empty_cell_is_no_value(cell: str) -> None:
    assert row("Full name,Ticket,Phone,Notes", "A B", cell, cell, cell) == {"name": "A B"}
    # what alu writes comes back as it was
    assert row("name,facts", "A B", cell) == {"name": "A B", "facts": [cell]}


def test_people_may_be_called_null() -> None:
    assert row("first name,last name,aka", "Nan", "Null", "-") == {"name": "Nan Null"}


def test_a_value_is_never_lost_without_a_word() -> None:
    assert row("name,", "A B", "") == {"name": "A B"}
    assert row("name,", "A B", "x") == "column 2 has a value and no header"
    assert row("name", "A B", "x") == "2 cells and 1 columns: quote a cell that holds the separator"
    assert row("name", "A B", "") == {"name": "A B"}


def test_what_columns_are_taken_for_is_said_before_the_rows_are_read() -> None:
    seen: list[str] = []
    read_lines(
        io.StringIO("Full Name;Owner\nAda Quill;x\n"),
        "csv",
        mapping={"Owner": "-"},
        on_columns=lambda columns: seen.extend(f"{c.header}={c.field}" for c in columns),
    )
    assert seen == ["Full Name=name", "Owner="]


def test_only_tables_have_columns() -> None:
    with pytest.raises(InputError, match="no columns"):
        read_lines(io.StringIO("Ada Quill"), "txt", mapping={"1": "name"})
    assert read_targets(b"Ada Quill\n", "txt")[0][0].name == "Ada Quill"
