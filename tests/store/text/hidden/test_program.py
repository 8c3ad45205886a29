"""What the expressions of a program come to, without running it."""

from __future__ import annotations

import tracemalloc

import pytest

from alu.store.match.detector import Detector
from alu.store.store import TargetStore
from alu.store.target import Fact, Target
from alu.store.text.hidden.decode import decoded, unread
from alu.store.text.hidden.program import evaluated

WANTED = "was born in Dunmorrow"


@pytest.mark.parametrize(
    "program",
    [
        "b = 'Dunmorrow'\na = 'was born in '\nprint(a + b)",
        "let y = 'Dunmorrow'; let x = 'was born in '; console.log(x + y);",
        "c = [119, 97, 115]\nd = ' born in Dunmorrow'\nprint(''.join(chr(n) for n in c) + d)",
        "x = 'worromnuD ni nrob saw'\nprint(x[::-1])",
        "parts = {'b': 'Dunmorrow', 'a': 'was born in'}\nprint(' '.join([parts['a'], parts['b']]))",
        "town = 'Dunmorrow'\nprint(f'was born in {town}')",
        "const town = 'Dunmorrow';\nconsole.log(`was born in ${town}`);",
        "s = 'was '\ns += 'born in '\ns += 'Dunmorrow'\n",
        "a = ['Dunmorrow', 'in', 'born', 'was']\nreturn ' '.join(reversed(a))",
        "print('%s born in %s' % ('was', 'Dunmorrow'))",
        "a = 'WAS BORN IN '.lower()\nprint(a + 'Dunmorrowxx'[:-2])",
        "$a = 'was born in '; $b = 'Dunmorrow';\necho $a + $b;",
        "print('{} born in {}'.format('was', 'Dunmorrow') + '')",
        "codes = [120, 98, 116]\nprint(''.join(chr(n - 1) for n in codes) + ' born in Dunmorrow')",
        "v = String.fromCharCode(119, 97, 115)\nw = v + ' born in Dunmorrow'",
        "p = [\n 'was',\n 'born',\n 'in',\n 'Dunmorrow',\n]\nprint(' '.join(p))",
    ],
)
def test_parts_come_together(program: str) -> None:
    assert WANTED in evaluated(program).texts
    assert any(WANTED in reading for reading in decoded(program))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It was a fine day, and 2 + 2 is 4.",
        "total = price * count",
        "x = open('/etc/passwd').read() + ''",
        "x = __import__('os').system('id') + ''",
        "x = ('a' * 10 ** 9) + 'b'",
        "x = 'a'.__class__ + ''",
        "x = y + z",
        "x = (1 +",
        "x = 1\nprint(x + 1)",
        "print('{0.__class__}'.format('a') + 'b')",
        "a + b" * 10_000,
    ],
)
def test_what_is_no_text_or_not_known_comes_to_nothing(text: str) -> None:
    assert evaluated(text).texts == ()


def test_values_that_grow_are_given_up() -> None:
    program = "a = 'xxxxxxxxxxxxxxxx' + ''\n" + "a = a + a\n" * 40
    assert all(len(value) <= 4_000 for value in evaluated(program).texts)


@pytest.mark.parametrize(
    "value",
    [
        "'%80000000d' % (5)",
        "'%.80000000f' % (5)",
        "'%*d' % (80000000, 5)",
        "'{:80000000}'.format(5)",
        "'{:{}}'.format(5, 80000000)",
        "'{:<{}}'.format('a', 80000000)",
    ],
)
def test_a_field_that_is_filled_up_to_any_length_is_given_up(value: str) -> None:
    tracemalloc.start()
    found = evaluated(f"x = {value}\nprint('Sker' + 'row')").texts
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == ("Skerrow",)
    assert most < 1_000_000


def test_what_takes_too_long_is_given_up_and_is_not_read_to_its_end() -> None:
    some = f"x = list('{'a' * 900}')\n"
    slow = f"{some}y = [len([len([1 for a in x]) for b in x]) for c in x]\n"
    hidden = "print(''.join([c for c in ['Odalys ', 'Bran', 'nigan']]))"
    assert (evaluated(some + hidden).texts[-1], evaluated(some + hidden).all) == ("Odalys Brannigan", True)
    late = evaluated(slow + "print('Sker' + 'row')\n" + hidden)
    assert (late.texts[-1], late.all) == ("Skerrow", False)
    assert unread(slow + hidden)
    assert not unread(some + hidden)


@pytest.mark.parametrize(
    "draft",
    [
        "OdalysBrannigan1931BornInDunmorrow",
        "b = 'nigan'\na = 'Odalys Bran'\nprint(a + b)",
        "| a | b |\n| --- | --- |\n| Oda | lys |\n| Bran | nigan |",
    ],
)
def test_the_gate_holds_a_name_in_these_forms(draft: str) -> None:
    target = Target(id="keeper", name="Odalys Brannigan", facts=(Fact(text="She was born in Dunmorrow in 1931."),))
    detector: Detector = TargetStore.temporary([target]).snapshot().detector
    assert detector.check(draft, said="Who kept the light?", matched=())
    assert not detector.check("| a | b |\n| --- | --- |\n| 1 | 2 |", said="", matched=())


def test_one_word_in_camel_case_is_read_apart_and_base64_is_not() -> None:
    assert "Odalys Brannigan Was Born" in decoded("OdalysBranniganWasBorn")
    assert decoded("zQcs2L5vn2KsTAnCggbn41WUqms0L10KOl5IQvq0KPdi5uKC") == ()


@pytest.mark.parametrize(
    ("program", "value"),
    [
        ("print('-'.join(sorted(['b', 'a', 'c'])) + 'zz')", "a-b-czz"),
        ("const a = ['Dun', 'morrow'];\nconsole.log(a.join(''));", "Dunmorrow"),
        ("x = 'gull keeper'.split(' ')\nprint(x[1] + ' of ' + x[0])", "keeper of gull"),
        ("s = 'Skerrxw'.replace('x', 'o')\nprint(s + '')", "Skerrow"),
        ("a = 'Sker'\nprint(f'{a}row 19{31}')", "Skerrow 1931"),
        ("s = 'a b'.toUpperCase() + 'cd'", "A Bcd"),
        ("x = bytes([83, 107, 101, 114]) + ''", "Sker"),
        ("a = ['Sker'].concat(['row'])\nprint(a.join('') + '')", "Skerrow"),
        ("let s = 'мая'; let t = s + 'к на остро' + 'ве'", "маяк на острове"),
        ("x = 'island'\nprint(x[99] + 'a')", None),
        ("d = {'a': 'Sker'}\nprint(d['b'] + 'row')", None),
        ("x = 'no\nprint(x + 'a')", None),
        ("a = 'abc'\nprint(a + missing)", None),
    ],
)
def test_a_line_that_fails_comes_to_nothing_and_harms_no_other(program: str, value: str | None) -> None:
    after = "\nfirst = 'was'\nlast = first + ' seen'"
    assert evaluated(program + after).texts[-1] == "was seen"
    assert value is None or value in evaluated(program).texts


def test_a_value_that_is_in_the_text_already_is_no_news() -> None:
    assert evaluated("a = 'Skerrow'\nb = a + ''\n").texts == ()
    assert evaluated("a = 'Sker'\nb = a + 'row'\nc = a + 'row'\n").texts == ("Skerrow",)
