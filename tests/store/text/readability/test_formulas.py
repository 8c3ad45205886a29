"""Formulas are no code, and a code is no formula for the signs that stand in it."""

from __future__ import annotations

import pytest

from alu.store.readability import OPAQUE_BRIEF_NATS, OPAQUE_NATS
from alu.store.text.readability.formulas import formulas, is_listed
from alu.store.text.readability.opacity import opacity, opaque

WORKED = r"""To solve the equation, we complete the square:
\[ x^2 - 4x + 4 = 9 \tag{1} \]
\[ \left(x - 2\right)^2 = 9 \quad\Rightarrow\quad x = 2 \pm \sqrt{9} \]
So \(x = 5\) or \(x = -1\), and \(\frac{A}{2} \leq \int_0^1 f(x)\,dx\)."""


@pytest.mark.parametrize(
    "text",
    [
        WORKED,
        "In what time are these assignments executed?\nA := B + C\nB := A - B\nC := A * E\nD := A/F\nE := B - C",
        "Which follows?\n~E ⊃ ~F\nG ⊃ F\nH ∨ ~E\nH ⊃ I\n~I\nA. E ⊃ F\nB. F ⊃ G\nC. H ⊃ ~E\nD. ~H",
        "(∃x)(Cx • Px) and (∀x)(Px ⊃ Sxj) are formulas of predicate logic.",
        "Balance this: C6H12O6 + 6 O2 → 6 CO2 + 6 H2O, then Fe2O3 + 3 CO → 2 Fe + 3 CO2.",
        "It takes 2.166 × 10^-34 J s at 298 K, 128.4 ppm and 500 MHz; 1.5 kg of NaCl are 25.7 mol.",
        "A. Q = 1012\nB. Q = 2012\nC. Q = 3012\nD. Q = 6012",
    ],
    ids=["LaTeX", "assignments", "propositions", "predicates", "reactions", "measures", "options"],
)
def test_a_formula_is_read(text: str) -> None:
    assert opacity(text) < OPAQUE_BRIEF_NATS
    assert not opaque(text)


@pytest.mark.parametrize(
    "code",
    [
        "Kre/j u/x r/ij /pes/h a/n s/Zij/i x/?Ca/fi Kre/j u/x r/ij /SMO/ an/ We/ji /?Ru/mm",
        "-++.+-+.-+-.+-+.---.-++.++-.+++._++.-++.+-+.++-.+-+ ++.+-+.- +.-++.+-+.-+ .+-+.-+-.+++.+++.+-+.",
        "t+s e+h w+q z+x v+b n+m k+l j+p o+i u+y t+r e+w q+a s+d f+g h+j k+z x+c v+n b+m l+o",
        "A=pNXX=-%eeN-X%A=}}}}}}}}}}}}}}}} $_??e-Nze=8NX$NAe=}N?%AN}pNA=%-=}XXX-AeX-XAeXX",
    ],
    ids=["slashes", "plus, minus, stop", "letters with plus between", "many signs"],
)
def test_a_code_with_signs_is_none(code: str) -> None:
    assert opacity(f"She answered in the code: {code} {code}") >= OPAQUE_NATS


def test_pieces_are_in_a_formula_only_next_to_what_joins_them() -> None:
    assert formulas(["a", "list", "of", "3", "x", "y"]) == [False] * 6
    assert formulas(["where", "x", "=", "3", "y", "holds"]) == [False, True, True, True, True, False]
    assert formulas([]) == []


def test_lists_hold_brief_numbers_and_single_letters() -> None:
    assert all(map(is_listed, ["[10,", "-4,", "x,", "3x", "=", "(2)", "1,249,001"]))
    assert not any(map(is_listed, ["so", "ab,", "3410555027341055", "x#y"]))
