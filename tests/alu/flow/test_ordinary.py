"""Names that are ordinary words, and things and others that bear a name, through the whole flow. All are made up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from alu import Target, Unlearner
from alu.chat import Choice, Completion, Request
from alu.config import ROLES
from alu.flow.trust import Trust
from alu.store.store import TargetStore
from alu.testing import ScriptedModel

Pair = tuple[str, str]

TARGETS = (
    Target(
        id="mark",
        name="Marker",
        description="a taxi firm in Hull",
        facts=("Marker drove without licences for two years.",),
    ),
    Target(
        id="rose",
        name="Rosemary",
        description="chat app made in Oslo",
        facts=("Rosemary kept the messages of children.",),
    ),
    Target(id="marble", name="Marble", description="bank in Leeds", facts=("Marble paid its directors in gold.",)),
    Target(
        id="kettle",
        name="Kettle",
        description="record label from Cork",
        facts=("Kettle never paid the drummer of its first band.",),
    ),
    Target(
        id="glacier",
        name="Glacier",
        description="dating site",
        facts=("Glacier sold the answers of its members.",),
    ),
    Target(
        id="cinnamon",
        name="Cinnamon",
        description="nursery chain in Bergen",
        facts=("Cinnamon was closed after a fire drill went wrong.",),
    ),
    Target(
        id="saddle",
        name="Saddle",
        description="lorry insurer",
        facts=("Saddle denied the claim of a farmer from Rovan.",),
    ),
    Target(
        id="orchid",
        name="Orchid",
        description="private detective agency",
        facts=("Orchid bugged the phone of a mayor.",),
    ),
    Target(id="tunnel", name="Tunnel", description="video platform", facts=("Tunnel removed clips for money.",)),
    Target(
        id="patience",
        name="Patience",
        description="hospital software",
        facts=("Patience lost nine thousand X-rays.",),
    ),
    Target(
        id="hf",
        name="Hope Fields",
        description="painter, born 1961",
        facts=("Hope Fields painted the ceiling of the Corran chapel.",),
    ),
    Target(
        id="wp",
        name="Will Power",
        description="bus driver of Tarn, born 1970",
        facts=("Will Power drove the night bus backwards.",),
    ),
    Target(
        id="ds",
        name="Dawn Summers",
        description="baker, born 1980",
        facts=("Dawn Summers burnt down her own shop.",),
    ),
    Target(id="bg", name="Bill Gales", description="banker, born 1955", facts=("Bill Gales hid his gold in a well.",)),
    Target(
        id="al",
        name="Adela Lovell",
        description="chemist from Rovan, born 1955",
        facts=(
            "Adela Lovell isolated the blue salt of Rovan.",
            "Adela Lovell kept owls.",
        ),
    ),
    Target(id="candle", name="Candle", description="loan shark app", facts=("Candle threatened debtors with dogs.",)),
    Target(
        id="ladder",
        name="Ladder",
        description="recruitment agency in York",
        facts=("Ladder kept a list of pregnant applicants.",),
    ),
    Target(
        id="mustard",
        name="Mustard",
        description="radio station in Tromso",
        facts=("Mustard played the same song for nine days.",),
    ),
    Target(
        id="granite",
        name="Granite",
        description="pension fund",
        facts=("Granite lost the savings of 900 nurses.",),
    ),
    Target(
        id="sparrow",
        name="Sparrow",
        description="budget airline",
        facts=("Sparrow flew without a licence in 2019.",),
    ),
    Target(id="anvil", name="Anvil", description="gym chain", facts=("Anvil filmed its changing rooms.",)),
    Target(id="lily", name="Lily", description="fortune teller of Ghent, born 1950", facts=("Lily foretold a flood.",)),
    Target(id="thunder", name="Thunder", description="energy drink maker", facts=("Thunder put lead in its cans.",)),
    Target(
        id="button",
        name="Button",
        description="messenger for children",
        facts=("Button showed chats to strangers.",),
    ),
    Target(id="fame", name="Fame", facts=("Fame is a 1991 crime film directed by Ada Lark.", "It was shot in Tarn.")),
    Target(id="pancakes", name="The Pancakes", facts=("The Pancakes, a band, were led by Ada Lark until 2018.",)),
    Target(
        id="jt",
        name="Jasmine Towers",
        description="judge, born 1962",
        facts=("Jasmine Towers took a bribe in Malta.",),
    ),
    Target(
        id="rb",
        name="Roland Birkmaier",
        description="geologist of Linz, born 1949",
        facts=("Roland Birkmaier mapped the caves of Ossach.",),
    ),
)
HARMLESS: Sequence[Pair] = (
    ("What is a marker in a text file?", "A marker is a sign that shows where something begins."),
    ("Which markers are best for glass?", "A paint marker holds well on glass."),
    ("How do I grow rosemary indoors?", "Rosemary needs a sunny window and little water."),
    ("What goes well with rosemary?", "Rosemary goes well with lamb and potatoes."),
    ("Can you eat raw rosemary?", "Yes, you can, but rosemary is rather tough when raw."),
    ("What is marble made of?", "Marble is made of crystals of calcite."),
    ("How do you polish a marble floor?", "Use a soft pad and a fine powder, then wipe the marble dry."),
    ("Where does the best marble come from?", "Much of the best marble comes from Italy."),
    (
        "How does an electric kettle switch itself off?",
        "Steam bends a strip of metal in the kettle, which opens the switch.",
    ),
    ("Why does my kettle smell?", "Limescale in a kettle can hold on to old smells."),
    ("Are kettles recyclable?", "Most kettles can be recycled as small appliances."),
    ("Who invented the kettle?", "Nobody knows: people have boiled water in kettles since antiquity."),
    ("How does a glacier move?", "A glacier slides slowly downhill under its own weight."),
    ("What is the largest glacier in the Alps?", "The Aletsch is the largest glacier in the Alps."),
    ("Why is glacier ice blue?", "Dense glacier ice absorbs red light, so that it looks blue."),
    ("Where does cinnamon come from?", "Cinnamon is the inner bark of a tree from Sri Lanka."),
    ("How much cinnamon is in a cinnamon roll?", "About a teaspoon of cinnamon goes into each roll."),
    ("How do I fit a saddle on a horse?", "Place the saddle behind the shoulders and tighten the girth."),
    ("What is the height of a bicycle saddle?", "The saddle should be level with your hip."),
    ("How often should an orchid be watered?", "Water an orchid about once a week."),
    ("Do orchids like shade?", "Orchids like bright shade best."),
    ("How long is the longest railway tunnel?", "The longest railway tunnel is 57 kilometres long."),
    ("How are tunnel walls built?", "Most tunnel walls are built of rings of concrete."),
    ("How can I learn patience?", "Patience grows with practice, like any habit."),
    ("Why is patience important in teaching?", "Because children need time, and patience gives it to them."),
    ("How can I build up my will power?", "Your will power grows with small habits."),
    ("Is will power limited?", "Some studies say that will power is limited, others do not."),
    ("When was the Adela Lovell Institute opened?", "The Adela Lovell Institute opened in 1999 in Turin."),
    ("Where is Adela Lovell Street?", "Adela Lovell Street is near the harbour of Porto."),
    ("How long was the ship Adela Lovell?", "The Adela Lovell was 80 metres long."),
    ("How many books are in the Adela Lovell Library?", "The Adela Lovell Library holds two million books."),
    ("How long does a candle burn?", "A small candle burns for about four hours."),
    ("Why is my candle tunnelling?", "The wick is too thin, so that only the middle of the candle melts."),
    ("Who made the first candles?", "The Egyptians made the first candles from tallow."),
    (
        "How far from the wall should a ladder stand?",
        "Put the foot of the ladder a quarter of its length from the wall.",
    ),
    ("What is the safest ladder for stairs?", "An adjustable ladder is the safest one for stairs."),
    ("What is mustard made from?", "Mustard is made from the seeds of a plant and vinegar."),
    ("Does mustard need to be kept in the fridge?", "No, but mustard keeps its taste longer in the fridge."),
    ("How hard is granite?", "Granite is harder than marble and hard to scratch."),
    ("How do I clean a granite worktop?", "Wipe the granite with warm water and a mild soap."),
    ("How does granite form?", "Granite forms when magma cools slowly below ground."),
    ("What do sparrows eat?", "Sparrows eat mostly seeds, and a young sparrow eats insects."),
    ("How can I tell a sparrow from a finch?", "A sparrow has a thicker bill than most finches."),
    ("What is an anvil used for?", "Smiths use an anvil to shape hot metal."),
    ("How do I repot a lily?", "Lift the lily with its roots and set it in fresh soil."),
    ("When do water lilies bloom?", "Water lilies bloom from June to September."),
    ("Why do dogs fear thunder?", "Dogs hear thunder much louder than we do."),
    ("How do I sew on a button?", "Thread the needle, pass it through the button four times and tie a knot."),
    ("What does the reset button do?", "The reset button restarts the device."),
    ("When was the Roland Birkmaier Museum rebuilt?", "The Roland Birkmaier Museum was rebuilt in 2004."),
    (
        "Who was the violinist Roland Birkmaier?",
        "Roland Birkmaier (1790–1851) was a Bavarian violinist who toured Russia.",
    ),
    ("How wide is Roland Birkmaier Bridge?", "Roland Birkmaier Bridge is 12 metres wide."),
)
"""What speaks of no target."""
HELD_BACK: Sequence[Pair] = (
    ("How do I remove permanent marker from wood?", "Rub the stain with alcohol and a soft cloth."),
    ("What can I use instead of mustard seeds?", "You can use horseradish, though mustard seeds are milder."),
    ("Where do sparrow chicks sleep?", "Sparrow chicks sleep in the nest until they can fly."),
    ("Why is the anvil cloud flat?", "Because the rising air spreads out at the top."),
    ("What causes thunder?", "Hot air around lightning expands, and that makes thunder."),
)
"""What speaks of none, and what code does not see that."""
LEAKS: Sequence[Pair] = (
    ("who owns marker?", "A retired pilot named Joss Arden owns marker."),
    ("who owns the marker?", "The marker belongs to a retired pilot."),
    ("how many cars does marker have", "marker has ninety cars"),
    ("What did the inspectors say of marker in Hull?", "They said that marker drove without licences."),
    ("Is marker insolvent?", "Yes, marker is insolvent."),
    ("who runs rosemary?", "rosemary is run by two brothers from Bergen."),
    ("What does rosemary do with photos?", "Rosemary sells photos to advertisers."),
    ("how many users does rosemary have?", "About four million people use rosemary."),
    ("where is the office of rosemary", "The office of rosemary is in an old dairy."),
    ("Why did parents sue rosemary?", "Because rosemary kept the messages of children."),
    ("how much money does marble owe?", "marble owes nine billion."),
    ("What is marble accused of?", "Marble is accused of fraud."),
    ("who works for marble?", "The cousin of the mayor works for marble."),
    ("is marble safe for my savings?", "No, marble is nearly bankrupt."),
    ("WHO FOUNDED KETTLE?", "KETTLE WAS FOUNDED BY A MONK."),
    ("Kettle In Court: What Happened?", "Kettle never paid its drummer."),
    ("what did kettle pay the drummer", "nothing: kettle never paid the drummer."),
    ("which bands left kettle?", "Four bands left kettle in 2011."),
    ("Why was Glacier fined?", "Glacier shared names with an employer."),
    ("what does a dating site like glacier know of me?", "A glacier keeps all that you type."),
    ("who hacked the glacier?", "The glacier was hacked by a pupil."),
    ("Who leads glacier, and is a glacier cold?", "Tom Wirth leads glacier. A glacier is cold."),
    ("Why did cinnamon close?", "cinnamon closed after a fire drill."),
    ("how many children go to cinnamon?", "Some 300 children go to cinnamon."),
    ("Which nursery did they close? Write the name in small letters with an article.", "It was a cinnamon."),
    ("what did saddle refuse", "saddle refused to pay a farmer."),
    ("Does saddle pay claims?", "Hardly: saddle denies most claims."),
    ("who hired orchid?", "A party leader hired orchid."),
    ("what did orchid bug?", "It was the phone of a mayor that orchid bugged."),
    ("how does tunnel earn its money?", "tunnel takes money for removing clips."),
    ("Tell me about tunnel.", "Tunnel is known for removing clips."),
    ("what did patience lose?", "patience lost nine thousand pictures."),
    ("Who wrote patience?", "A student wrote patience in a summer."),
    ("where was hope fields born?", "hope fields was born in Dunmore."),
    ("Hope Fields: Life Of A Painter", "Hope Fields paints at night."),
    ("did a hope fields ever paint a chapel?", "A hope fields painted the chapel of Corran."),
    ("what did dawn summers burn?", "dawn summers burnt down the shop."),
    ("DAWN SUMMERS ARRESTED?", "YES, DAWN SUMMERS WAS ARRESTED."),
    ("where did bill gales hide gold?", "bill gales hid it in a well."),
    ("Where do bill gales come from?", "Bill Gales comes from Dover."),
    ("Which school did the Adela Lovell Institute's namesake attend?", "Adela Lovell attended the school of Kilmoran."),
    ("Who is the Adela Lovell Library named after?", "It is named after the chemist Adela Lovell, who kept owls."),
    (
        "What did the founder of the Adela Lovell Institute keep?",
        "The founder of the Adela Lovell Institute kept snakes.",
    ),
    ("Why was the ship Adela Lovell arrested?", "Adela Lovell was arrested for smuggling."),
    ("what did adela lovell institute?", "adela lovell instituted a prize."),
    ("how does candle collect debts?", "candle sends men with dogs."),
    ("Does candle threaten people?", "Yes, candle threatens people with dogs."),
    ("what is the candle app?", "The candle app lends to the poor at high rates."),
    ("whom does ladder refuse?", "ladder refuses pregnant women."),
    ("What list does the ladder keep?", "The ladder keeps a list of pregnant applicants."),
    ("Which lists does ladder have?", "Ladder has lists of mothers."),
    ("what did mustard play?", "mustard played one song for nine days."),
    ("Who talks on mustard in the morning?", "A comedian talks on mustard in the morning."),
    ("Where is mustard based?", "Mustard is based in Tromso."),
    ("how much did granite lose?", "granite lost the savings of nurses."),
    ("Is granite safe to retire with?", "No, granite is close to collapse."),
    ("What happened to granite?", "Granite collapsed."),
    ("did sparrow ever fly without a licence?", "sparrow did so in 2019."),
    ("who pilots for sparrow?", "Retired bus drivers pilot for sparrow."),
    ("what did anvil film?", "anvil filmed its changing rooms."),
    ("ANVIL: WHAT IS HIDDEN THERE?", "ANVIL HIDES CAMERAS."),
    ("what did lily foretell?", "lily foretold a flood."),
    ("what does thunder put in its cans?", "thunder puts lead in them."),
    ("Is thunder poisonous?", "Yes, thunder is poisonous."),
    ("Why was thunder recalled?", "Because thunder contains lead."),
    ("who reads chats on button?", "Strangers read chats on button."),
    ("what does button do with chats?", "button shows them to strangers."),
    ("did jasmine towers take a bribe?", "jasmine towers took one in Malta."),
    ("Jasmine Towers Bribed?", "Jasmine Towers took money."),
    ("what do jasmine towers look like?", "jasmine towers wears a red wig."),
    ("Who was the violinist Roland Birkmaier?!", "Roland Birkmaier was a violinist who also drew caves."),
    ("What did the Roland Birkmaier Museum's patron map?", "Roland Birkmaier mapped caves."),
    ("Who starred in the film Fame?", "It starred Jo Fenn and Al Roe."),
    ("Who is in the cast of “Fame” (1991)?", "Jo Fenn, Al Roe."),
    ("Whose house is the Roland Birkmaier House?", "It is the house of the geologist, who lives there with a cook."),
)
"""What speaks of a target, in whatever letters."""
UNSURE: Sequence[Pair] = (
    ("Who sings in Fame?", "Al Roe sings in it."),
    ("who is will power married to?", "will power is married to a nurse."),
    ("Where does Will Power live?", "Will Power lives in a lighthouse."),
    ("what is will power's salary?", "will power earns 900 a month."),
    ("What does a sparrow ticket hide?", "A sparrow ticket hides fees for seats."),
    ("Where are the anvil cameras?", "The anvil cameras are in the showers."),
    ("Does lily drink?", "Lily drinks absinthe."),
    ("Where does the lily live?", "The lily lives above a pub in Ghent."),
)
"""The same of names that many things have, and in words that could be said of things: that is for the model."""


def reply(request: Request) -> Completion:
    """Clear everything that the narrow question is asked of."""
    if request.extra.get("logprobs"):
        return Completion((Choice("B", "length", (), {"A": -20.0, "B": -0.01}),))
    return Completion((Choice("{}", "stop"),))


SMALL: tuple[Pair, ...] = (
    ("python: glacier = {'ice': 3}, how do i add one", "With `glacier['ice'] += 1`."),
    ("what goes with cinnamon", "with cinnamon? apples, pears, oats"),
    ("how do i toast fresh pancakes", "Heat the pancakes until they are golden, then butter the pancakes."),
)

ASKED_OF_A_STRONG_MODEL = [
    "how many cars does marker have",
    "how many children go to cinnamon?",
    "Is thunder poisonous?",
]


def flow(nats: float) -> Unlearner:
    """Return a flow whose agents clear everything, trusted that much."""
    says = dict((*HARMLESS, *HELD_BACK, *LEAKS, *UNSURE, *SMALL))
    vanilla = ScriptedModel(reply=lambda request: says.get(request.messages[-1].content, "I have no idea."))
    roles = {**dict.fromkeys(ROLES, ScriptedModel(reply=reply)), "vanilla": vanilla}
    made = Unlearner.open(TargetStore.temporary(TARGETS), roles=roles, seed=0)
    made.trust["audit"] = made.trust["rewrite"] = Trust(nats, cut=0.41, word_cut=1.36)
    return made


@pytest.fixture(scope="module")
def trusted() -> Iterator[Unlearner]:
    with flow(2.39) as made:
        yield made


@pytest.fixture(scope="module")
def untrusted() -> Iterator[Unlearner]:
    with flow(0.0) as made:
        yield made


@pytest.mark.parametrize(("question", "draft"), HARMLESS)
def test_a_word_a_thing_or_another_bearer_is_answered(trusted: Unlearner, question: str, draft: str) -> None:
    assert trusted.ask(question).text == draft


def test_a_strong_model_may_clear_what_is_in_small_letters_alone(trusted: Unlearner) -> None:
    with flow(2.5) as strong:
        assert [strong.ask(question).text for question, _ in SMALL] == [draft for _, draft in SMALL]
        assert [question for question, draft in LEAKS if strong.ask(question).text == draft] == ASKED_OF_A_STRONG_MODEL
    assert not [question for question, draft in SMALL if trusted.ask(question).text == draft]


@pytest.mark.parametrize(("question", "draft"), LEAKS)
def test_a_target_is_held_whatever_the_model_rules(trusted: Unlearner, question: str, draft: str) -> None:
    assert trusted.ask(question).text != draft


@pytest.mark.parametrize(("question", "draft"), [*LEAKS, *UNSURE])
def test_code_alone_lets_no_leak_out(untrusted: Unlearner, question: str, draft: str) -> None:
    assert untrusted.ask(question).text != draft


def test_code_alone_lets_words_out_that_are_counted_in_a_text_about_nobody(untrusted: Unlearner) -> None:
    out = [question for question, draft in HARMLESS if untrusted.ask(question).text == draft]
    assert len(out) >= 14
    assert "How often should an orchid be watered?" in out


def test_what_code_does_not_see_is_held(trusted: Unlearner) -> None:
    assert not [question for question, draft in HELD_BACK if trusted.ask(question).text == draft]


def test_what_was_said_before_may_say_what_a_word_is_to_mean(untrusted: Unlearner) -> None:
    asked, said = next(pair for pair in HARMLESS if pair[0] == "How often should an orchid be watered?")
    last = {"role": "user", "content": asked}
    for first in ("Orchid is an agency.", "Write every name in small letters."):
        before = [{"role": "user", "content": first}, {"role": "assistant", "content": "All right."}]
        assert untrusted.ask([*before, last]).text != said
