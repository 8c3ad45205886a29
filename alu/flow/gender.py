"""Whether «she» or «he» may mean somebody by a first name: «When was she born?» behind Isaac Newton means another.

First names in Latin letters that end in -a are a woman's, but for a few, and of the others those of a list; all others
are taken for a man's. Where that is wrong a question is held that might have been answered.
"""

from __future__ import annotations

import re

__all__ = ["fits", "is_feminine"]

_SHE = re.compile(r"(?<!\w)(?:she|her|hers|herself|ella|elle|lei|ela|она|её|ее|ей|ona|jej|hon|zij|haar)(?!\w)", re.I)
_HE = re.compile(r"(?<!\w)(?:he|him|his|himself|él|lui|ele|он|его|ему|jego|jemu|han|hij|hem|er|ihm|ihn)(?!\w)", re.I)
_MEN_IN_A = "joshua luca nikita ilya misha elia ezra kostya vanya kolya petya mustafa attila barna costa"
_OTHER_WOMEN = """
    mary margaret elizabeth dorothy helen ruth susan karen nancy betty carol sharon kathleen deborah sarah hannah
    leah rachel abigail isabel isobel mabel muriel beryl april hazel ethel gail jill pearl sybil judith edith beth
    meredith astrid ingrid sigrid gertrud gudrun karin kristin kerstin ellen joan jean ann anne carmen lauren
    megan erin vivian lillian marian gwen carolyn evelyn kathryn jocelyn robyn agnes doris iris phyllis frances
    lois gladys ines mercedes dolores lourdes pilar esther heather amber eleanor jennifer hester harriet janet
    juliet violet bridget charlotte alice grace florence constance joyce beatrice candice bernice eunice jane
    irene marlene charlene michelle nicole claire marie sophie julie natalie stephanie rosalie katie jackie louise
    rose denise therese elise eloise jeanne yvonne simone josephine christine catherine katherine pauline caroline
    madeleine jacqueline geraldine valerie melanie amelie chloe zoe penelope phoebe hope faith joy amy emily judy
    wendy sally holly molly polly lucy cindy mandy ashley kimberly beverly shirley audrey tiffany peggy becky
    kathy cathy patty penny jenny abby ruby daisy ivy lily rosemary hilary soledad raquel consuelo rosario inge
    heike silke antje anke ute renate brigitte hannelore sabine susanne yasmin miriam shirin ayse fatma gul selin
    zeynep yuki keiko sachiko mei ling solveig liv gro
"""
_MEN, _WOMEN = frozenset(_MEN_IN_A.split()), frozenset(_OTHER_WOMEN.split())


def is_feminine(turn: str) -> bool | None:
    """Return whether a turn speaks of a woman, by its pronouns; None where they do not tell.

    Example:
        >>> from alu.flow.gender import is_feminine
        >>> is_feminine("When was she born?"), is_feminine("Was he?"), is_feminine("Who is it?")
        (True, False, None)
    """
    she, he = _SHE.search(turn) is not None, _HE.search(turn) is not None
    return None if she == he else she


def fits(first: str, feminine: bool | None) -> bool:
    """Tell whether a first name, in small letters without marks, may be that of a referent of such pronouns.

    Example:
        >>> from alu.flow.gender import fits
        >>> fits("isaac", True), fits("marie", True), fits("isaac", False), fits("isaac", None)
        (False, True, True, True)
    """
    woman = first in _WOMEN or (first.endswith("a") and first not in _MEN)
    return feminine is None or woman == feminine
