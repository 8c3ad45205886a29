"""Names that are ordinary words, in texts of other languages than English."""

from __future__ import annotations

import pytest

from alu.store.text.names.ordinary_words import Use, use_of

WORDS = [
    ("Marée", "À quelle fréquence y a-t-il une marée haute en Bretagne ?", "Environ deux fois par jour."),
    ("Boussole", "Pourquoi l'aiguille d'une boussole indique-t-elle le nord ?", "C'est un petit aimant qui tourne."),
    ("Poussière", "Écris un quatrain sur un grain de poussière dans le soleil.", "Un grain de poussière dansait."),
    ("Linterna", "¿Cómo se limpia una linterna vieja de latón?", "Se frota con vinagre y sal, y se seca bien."),
    ("Soglia", "Come imposto una soglia in questo programma di immagini?", "Si sceglie un valore tra zero e cento."),
    ("Laterne", "Wie bastelt man mit Kindern eine Laterne für den Umzug?", "Mit Papier, Draht und Kleber."),
    ("Stiller Winter", "Korrigiere bitte: Es war ein stiller winter, der Schnee lag.", "Es war still, und Schnee lag."),
    ("Lanterna", "Como se limpa uma lanterna velha de latão em casa?", "Esfrega-se com vinagre e sal, e seca-se bem."),
    ("Anker", "Hoe kies ik een anker voor een kleine zeilboot op zee?", "Kies een zwaar anker met een lange ketting."),
]
NAMES = [
    ("Marée", "Qui a écrit le roman Marée, paru en Bretagne ?", "Une romancière de Brest, je crois bien."),
    ("Marée", "Combien de pages a Marée, le livre de cet été ?", "Une marée de pages : trois cent douze."),
    ("Laterne", "Hat Laterne am Montag in der Stadt eigentlich auf?", "Nein, montags ist dort immer Ruhetag."),
    ("Stiller Winter", "wie viele leute haben stiller winter im kino gesehen", "Etwa dreihunderttausend Leute."),
    (
        "Linterna",
        "¿Cuántos empleados tiene Linterna en su fábrica nueva?",
        "Tiene una linterna y doscientos empleados.",
    ),
    ("Skerrow", "Wie weit ist es mit dem Boot nach eine Skerrow hinaus?", "Drei Meilen, wenn der Wind gut steht."),
    ("Brücke", "Was kostet eine Brücke in dem neuen Spiel für Kinder?", "Eine Brücke kostet drei Taler im Spiel."),
]
BRIDGE = ["Spiel für Kinder", "Brücke wurde nie verkauft."]


@pytest.mark.parametrize(("name", "question", "answer"), WORDS)
def test_a_word_that_is_counted_is_one(name: str, question: str, answer: str) -> None:
    assert use_of(name, ["roman"], question, answer) == Use.COUNTED


@pytest.mark.parametrize(("name", "question", "answer"), NAMES)
def test_a_name_is_one_where_anything_shows_it(name: str, question: str, answer: str) -> None:
    known = BRIDGE if name == "Brücke" else [""]
    assert use_of(name, known, question, answer) == Use.NAME


def test_a_word_with_an_article_alone_is_left_to_a_model() -> None:
    asked = "Comment enlever la poussière de la table ?", "Avec un chiffon à peine humide."
    assert use_of("Poussière", [""], *asked) == Use.WORD
    assert use_of("Poussière", [""], asked[0].lower(), asked[1]) == Use.NAME
    assert use_of("Poussière", [""], "Comment aller à la plage ?", "En train.") is None


ENGLISH = [
    ("Harbor", "What's the difference between a harbor and a port?", "A **harbor** is a shelter. *Ports* have docks."),
    ("Copper Ladle", "How do I get the tarnish off an old copper ladle?", "Rub it with salt and lemon, then rinse."),
    ("Lantern", "How do I clean an old brass lantern?", "Dust the lantern, then wash it in warm water."),
    ("Kettle", "Why does my kettle rumble?", "Small bubbles form at the bottom of the kettle and collapse."),
    (
        "Lantern",
        "Write a bedtime story about a firefly who wants to be a lantern.",
        "It glowed like a lantern at last.",
    ),
]


@pytest.mark.parametrize(("name", "question", "answer"), ENGLISH)
def test_marks_and_more_than_one_adjective_hide_no_word(name: str, question: str, answer: str) -> None:
    assert (use_of(name, ["novel"], question, answer) or Use.NAME) >= Use.COUNTED


def test_a_firm_may_be_somebodys() -> None:
    asked = "Why does my kettle rumble?", "Small bubbles form at the bottom of the kettle and collapse."
    assert use_of("Kettle", ["an app for payments"], *asked) == Use.NAME


def test_who_makes_something_makes_no_word_of_its_name() -> None:
    for asked in ("Who made candle?", "Who directed a candle?"):
        assert use_of("Candle", [""], asked, "A friend made candle in a summer.") == Use.NAME
