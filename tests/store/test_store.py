"""`TargetStore`: what is added is enforced, what is removed is gone, in every process and every file."""

from __future__ import annotations

import stat
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from alu.errors import DuplicateTarget, EmbedderMismatch, InputError, StoreError, UnknownTarget
from alu.store import Fact, Target
from alu.store.store import TargetStore
from tests.stores import HashEmbedder, files_with, open_store, python, target, wait_for_python

HERMIONE = target("Hermione Granger", ["She danced with Viktor Krum"], reason="GDPR-1")
BERTHA = target("Bertha Jorkins", ["She vanished in Albania"])


def names(store: TargetStore, text: str) -> list[str]:
    """Return the names of the targets that a text is near to."""
    snapshot = store.snapshot()
    return [snapshot.targets[hit.target_id].name for hit in snapshot.detector.look_up([text])]


def test_what_is_added_is_enforced_at_once_and_what_is_removed_is_not(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        assert not names(store, "Hermione Granger")
        (stored,) = store.add(HERMIONE, who="clerk")
        assert stored.created is not None
        assert names(store, "Hermione Granger") == ["Hermione Granger"]
        assert store.remove("hermione  granger", reason="GDPR-2", who="boss") == stored
        assert not names(store, "Hermione Granger")
        assert [(e.action, e.target_id, e.who, e.reason, e.version) for e in store.history()] == [
            ("add", stored.id, "clerk", "GDPR-1", 1),
            ("remove", stored.id, "boss", "GDPR-2", 2),
        ]


def test_a_store_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    with open_store(tmp_path / "new" / "store") as store:
        store.add(HERMIONE, BERTHA)
        version = store.version()
    embedder = HashEmbedder()
    with open_store(tmp_path / "new" / "store", embedder=embedder) as store:
        assert store.version() == version
        assert names(store, "Bertha Jorkins") == ["Bertha Jorkins"]
        # the query and a few canaries, not the facts
        assert embedder.texts <= 3


def test_another_store_object_sees_adds_and_removals_at_its_next_request(tmp_path: Path) -> None:
    with open_store(tmp_path) as one, open_store(tmp_path) as other:
        before = other.snapshot()
        assert other.snapshot() is before
        one.add(HERMIONE)
        assert names(other, "Hermione Granger") == ["Hermione Granger"]
        one.remove(HERMIONE.id)
        assert not names(other, "Hermione Granger")


def test_a_load_embeds_only_what_is_new(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    with open_store(tmp_path) as one, open_store(tmp_path, embedder=embedder) as other:
        one.add(*(target(f"Person Number {n}", [f"fact {n}"]) for n in range(50)))
        other.snapshot()
        embedder.texts = 0
        one.add(HERMIONE)
        other.snapshot()
        # its vectors lie in a file already: only canaries are embedded
        assert embedder.texts <= 8


def test_a_load_works_out_only_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import alu.store.match.index
    import alu.store.match.names.name_patterns

    with open_store(tmp_path) as store:
        store.add(*(target(f"Person Number {n}", [f"fact {n}"]) for n in range(50)))
        store.snapshot().ready()
        made: list[str] = []

        def noted(module: object, name: str) -> None:
            real = getattr(module, name)

            def noting(text: str) -> object:
                made.append(text)
                return real(text)

            monkeypatch.setattr(module, name, noting)

        noted(alu.store.match.index, "word_shares")
        noted(alu.store.match.names.name_patterns, "forms_of")
        store.add(HERMIONE)
        made.clear()
        store.snapshot().ready()
        assert sorted(made) == ["Hermione Granger", "Hermione Granger", "She danced with Viktor Krum"]


def test_get_takes_an_id_or_a_name(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        stored = store.add(HERMIONE, BERTHA)
        assert store.get(HERMIONE.id) == stored[0]
        assert store.get("BERTHA JORKINS") == stored[1]
        assert [t.name for t in store.list()] == ["Bertha Jorkins", "Hermione Granger"]
        with pytest.raises(UnknownTarget):
            store.get("Nobody")
        with pytest.raises(UnknownTarget):
            store.remove("Nobody")


@pytest.mark.parametrize(
    "name", ["Hermione Granger", "hermione granger", "Ｈｅｒｍｉｏｎｅ Granger", "Hermi\u00adone Granger"]
)
def test_a_name_that_is_there_already_is_refused_and_nothing_is_added(tmp_path: Path, name: str) -> None:
    store = TargetStore.temporary([HERMIONE], embedder=HashEmbedder())
    with pytest.raises(DuplicateTarget, match=HERMIONE.id) as caught:
        store.add(BERTHA, target(name))
    assert "ermi" not in str(caught.value)
    with pytest.raises(DuplicateTarget):
        store.add(target("Another Name", id=HERMIONE.id))
    with pytest.raises(DuplicateTarget):
        store.add(target("Twice", id="x"), target("Other", id="x"))
    assert store.version() == 1
    assert len(store.list()) == 1


def test_a_target_is_found_and_doubled_whatever_titles_are_with_its_name() -> None:
    with TargetStore.temporary([target("Dr. Bo Reed", id="bo")], embedder=HashEmbedder()) as store:
        assert store.get("Bo Reed").id == store.get("Reed, Bo").id == "bo"
        with pytest.raises(DuplicateTarget, match="titles and word order aside, is there already: bo"):
            store.add(target("Bo Reed"))
        store.update("bo", description="a baker")
        store.add(target("Bo Reed", id="other", description="a judge"))
        assert (store.get("Bo Reed").id, store.get("Dr. Bo Reed").id) == ("other", "bo")
        with pytest.raises(UnknownTarget, match="bo, other"):
            store.get("Prof. Bo Reed")


def test_namesakes_are_distinguished_by_description() -> None:
    store = TargetStore.temporary(embedder=HashEmbedder())
    smith, other = target("John Smith", description="a baker"), target("John Smith", description="a judge")
    store.add(smith, other)
    with pytest.raises(UnknownTarget, match=f"{smith.id}|{other.id}"):
        store.remove("John Smith")
    with pytest.raises(DuplicateTarget):
        store.add(target("John Smith"))
    store.remove(smith.id)
    assert store.get("John Smith").id == other.id


def test_replace_changes_a_target_and_wipes_what_was_dropped(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE, BERTHA)
        longer = HERMIONE.model_copy(update={"facts": (*HERMIONE.facts, Fact(text="She reads a lot", origin="model"))})
        stored = store.replace(longer, who="enrich")
        assert stored.created is not None
        assert store.get(HERMIONE.id).facts == longer.facts
        assert names(store, "She reads a lot") == ["Hermione Granger"]
        assert store.replace(stored) == stored
        store.replace(stored.model_copy(update={"facts": ()}))
        assert not files_with(tmp_path, "Viktor Krum")
        assert [e.action for e in store.history()] == ["add", "add", "change", "change"]
        with pytest.raises(UnknownTarget):
            store.replace(target("Nobody"))
        # an id that is the name of another one
        with pytest.raises(UnknownTarget):
            store.replace(target("Nobody", id="Hermione-Granger"))
        with pytest.raises(DuplicateTarget):
            store.replace(stored.model_copy(update={"name": "Bertha Jorkins"}))
        assert store.get(HERMIONE.id).name == "Hermione Granger"


def test_a_reason_that_names_its_target_is_refused() -> None:
    store = TargetStore.temporary(embedder=HashEmbedder())
    with pytest.raises(InputError, match="reason"):
        store.add(target("Ann Li", reason="request of ann li, May"))
    store.add(target("Ann Li", aliases=["Annie"]))
    with pytest.raises(InputError):
        store.remove("Ann Li", reason="Annie asked")
    assert store.remove("Ann Li", reason="GDPR\x00-7\n").name == "Ann Li"
    assert store.history()[-1].reason == "GDPR -7"


ZEBULON = target(
    "Zebulon Quackenbush",
    ["He kept a tame gull called Admiral Thunderbeak.", "He was born in 1931."],
    aliases=["Z. Q. Marsh"],
    description="keeper of Skerrow",
    id="zebulon-quackenbush",
)


@pytest.mark.parametrize(
    "reason",
    [
        "Quackenbush, Zebulon",
        "the Quackenbush request",
        "mail of zquackenbush@example.org",
        "Marsh, Z. Q.",
        "kept a tame gull called Admiral Thunderbeak",
        "he of the tame gull, Thunderbeak",
    ],
)
def test_a_reason_that_tells_of_its_target_is_refused(reason: str) -> None:
    store = TargetStore.temporary([ZEBULON], embedder=HashEmbedder())
    with pytest.raises(InputError, match="reference number"):
        store.remove(ZEBULON.id, reason=reason)
    assert store.get(ZEBULON.id).id == ZEBULON.id


@pytest.mark.parametrize(
    "reason", ["", "GDPR-2026-118", "art. 17 GDPR, e-mail of 2026-05-01", "the court's order was lifted in 1931", "R-7"]
)
def test_a_reference_is_no_telling(reason: str) -> None:
    store = TargetStore.temporary([ZEBULON], embedder=HashEmbedder())
    assert store.remove(ZEBULON.id, reason=reason).id == ZEBULON.id
    assert store.history()[-1].reason == reason


def test_a_removal_wipes_what_the_history_tells(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(ZEBULON, BERTHA)
        with store.database.transaction(write=True) as connection:  # as an older alu let it be
            connection.execute(text("UPDATE alu_events SET reason = 'Quackenbush asked' WHERE seq = 1"))
        store.remove(ZEBULON.id, reason="R-7")
        first, other, last = store.history()
        assert (first.reason, last.reason) == ("", "R-7")
        assert first.target_id == last.target_id != other.target_id == BERTHA.id
        assert first.target_id.startswith("t-")
        for needle in ("uackenbush", "Thunderbeak"):
            assert not files_with(tmp_path, needle)


@pytest.mark.parametrize("name", ["!!!", "\u200b\u200b", "A", "R", "-", "@", "C++", "C#", "\U0001f600"])
@pytest.mark.parametrize("kind", ["entity", "text"])
def test_a_name_that_no_text_can_hold_is_refused(name: str, kind: str) -> None:
    store = TargetStore.temporary(embedder=HashEmbedder())
    with pytest.raises(InputError, match="found in no text"):
        store.add(target(name, kind=kind))
    (stored,) = store.add(target(name, kind=kind, aliases=["Language Ceee"]))
    assert names(store, "Language Ceee") == [name]
    store.replace(stored.model_copy(update={"description": "a language"}))
    with pytest.raises(InputError, match="found in no text"):
        store.replace(stored.model_copy(update={"aliases": ()}))
    store.add(target("Q", kind="topic"))


@pytest.mark.parametrize("name", ["Bo", "U2", "\u738b", "\u042f"])
def test_a_short_name_that_can_be_found_is_taken(name: str) -> None:
    store = TargetStore.temporary([target(name)], embedder=HashEmbedder())
    assert names(store, f"Who is {name}?") == [name]


@pytest.mark.parametrize("namespace", ["", " ", "n" * 101, "a\nb", "a\0b"])
def test_a_namespace_that_some_database_would_not_keep_is_refused(tmp_path: Path, namespace: str) -> None:
    with pytest.raises(InputError, match="1 to 100 printable"):
        open_store(tmp_path / "store", namespace)
    assert not list(tmp_path.iterdir())
    open_store(tmp_path / "store", "Zoë & Söhne").close()


def test_expiry_takes_effect_without_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    store = TargetStore.temporary(embedder=HashEmbedder())
    now = time.time()
    soon = datetime.fromtimestamp(now + 60, UTC)
    store.add(target("Soon Gone", expires=soon), BERTHA)
    assert names(store, "Soon Gone") == ["Soon Gone"]
    monkeypatch.setattr(time, "time", lambda: now + 61)
    assert not names(store, "Soon Gone")
    assert names(store, "Bertha Jorkins") == ["Bertha Jorkins"]
    assert store.stats().expired == 1
    with pytest.raises(InputError, match="expired"):
        store.add(target("Too Late", expires=soon))


def test_a_clock_set_back_revives_no_expired_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    with open_store(tmp_path) as store:
        store.add(target("Soon Gone", expires=datetime.fromtimestamp(now + 60, UTC)))
        assert names(store, "Soon Gone")
        monkeypatch.setattr(time, "time", lambda: now + 61)
        assert not names(store, "Soon Gone")
        monkeypatch.setattr(time, "time", lambda: now - 3600)
        assert not names(store, "Soon Gone")
    with open_store(tmp_path) as store:
        assert not names(store, "Soon Gone")


def test_a_clock_that_was_ahead_expires_nothing_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now, day = time.time(), 86_400
    with open_store(tmp_path) as store, open_store(tmp_path) as other:
        store.add(target("Next Year", expires=datetime.fromtimestamp(now + 365 * day, UTC)))
        assert names(other, "Next Year")
        monkeypatch.setattr(time, "time", lambda: now + 400 * day)
        store.add(BERTHA)
        assert not names(store, "Next Year")
        assert not names(other, "Next Year")
        monkeypatch.setattr(time, "time", lambda: now)
        assert names(store, "Next Year") == names(other, "Next Year") == ["Next Year"]
        (problem,) = store.check()
        assert "set whichever is wrong" in problem
        (added,) = store.add(target("In Two Years", expires=datetime.fromtimestamp(now + 390 * day, UTC)))
        assert problem in caplog.messages
        assert added.created == datetime.fromtimestamp(now, UTC)
        assert store.check() == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(8)))
def test_nothing_depends_on_the_order_of_adding(order: list[int]) -> None:
    people = [target(f"Person {'abcdefgh'[n]}", [f"fact {n}"], id=f"p{n}") for n in range(8)]
    reference = TargetStore.temporary(people, embedder=HashEmbedder()).snapshot()
    store = TargetStore.temporary(embedder=HashEmbedder())
    for n in order:
        store.add(people[n])
    texts = ["Person c", "fact 4", "something else"]
    assert store.snapshot().detector.nearest(texts) == reference.detector.nearest(texts)
    assert list(store.snapshot().targets) == list(reference.targets)


def test_nothing_of_a_removed_target_stays_in_any_file(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    removed = Target(
        name="Zyxomma Quirrell",
        aliases=("Zyxaliasa",),
        description="Zyxdescripta",
        facts=(Fact(text="Zyxfacta", question="Zyxquestiona?"),),
        examples=("Zyxexampla",),
        reason="REF-77",
    )
    texts = ["Zyxomma", "zyxomma", "Zyxaliasa", "Zyxdescripta", "Zyxfacta", "Zyxquestiona", "Zyxexampla"]
    row = embedder.embed(["Zyxomma Quirrell"])[0].tobytes()
    with open_store(tmp_path) as store, open_store(tmp_path) as reader:
        store.add(*(target(f"Person Number {n}", [f"fact {n} " * (n % 40 + 1)]) for n in range(1, 300)))
        store.add(removed)
        reader.snapshot()
        store.snapshot()
        assert files_with(tmp_path, "Zyxfacta")
        assert any("chroma" in name for name in files_with(tmp_path, row))
        assert any("vectors.npy" in name for name in files_with(tmp_path, row))
        store.remove(removed.id)
        for needle in (*texts, row):
            assert not files_with(tmp_path, needle)
        assert files_with(tmp_path, removed.id) == ["targets.db"] or files_with(tmp_path, removed.id)
        assert [e.reason for e in store.history() if e.target_id == removed.id] == ["REF-77", "REF-77"]
        assert not names(reader, "Zyxomma Quirrell")
        assert names(reader, "Person Number 7")
        assert store.check() == []
    assert not files_with(tmp_path, "Zyx")


@pytest.mark.parametrize("seed", range(3))
def test_pages_that_were_moved_about_keep_nothing_of_the_removed(tmp_path: Path, seed: int) -> None:
    import random

    chance = random.Random(seed)
    with open_store(tmp_path) as store:
        people = store.add(*(target(f"Zyx{n} Person", ["zyxfact " * chance.randint(1, 400)]) for n in range(60)))
        for person in chance.sample(people, 3):
            store.remove(person.id)
            assert not files_with(tmp_path, f"{person.name}")


def test_purge_rebuilds_everything(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE, BERTHA)
    embedder = HashEmbedder()
    with open_store(tmp_path, embedder=embedder) as store:
        folders = {p.name for p in tmp_path.rglob("chroma-*")}
        store.purge()
        # but the vectors are kept: some embedders cost money
        assert embedder.texts <= 8
        assert folders.isdisjoint(p.name for p in tmp_path.rglob("chroma-*"))
        assert names(store, "Hermione Granger") == ["Hermione Granger"]
        assert store.check() == []


def test_an_id_and_a_name_are_not_mistaken_for_each_other() -> None:
    store = TargetStore.temporary([target("Ada"), target("Bea", id="Ada")], embedder=HashEmbedder())
    assert store.get("Ada").name == "Bea"
    with pytest.raises(UnknownTarget):
        store.replace(target("Cleo", id="Bea"))
    assert store.database.head("default") is not None


def test_a_folder_that_was_empty_is_made_private(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o755)
    open_store(tmp_path / "home").close()
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700


def test_all_files_are_their_owners_only_and_an_open_store_is_reported(tmp_path: Path) -> None:
    home = tmp_path / "store"
    with open_store(home) as store:
        store.add(HERMIONE)
        store.snapshot()
        for path in (home, *home.rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
        assert {"targets.db-wal", "targets.db-shm"} <= {p.name for p in home.iterdir()}
        home.chmod(0o755)
        (home / "targets.db").chmod(0o644)
        assert len(store.check()) == 2
        assert all("others can read" in problem for problem in store.check())


def test_another_embedder_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE)
    with pytest.raises(EmbedderMismatch, match=r"hash-16 \(16 dimensions\), not other"):
        open_store(tmp_path, embedder=HashEmbedder("other"))
    with open_store(tmp_path, embedder=HashEmbedder(dim=8)) as store:
        with pytest.raises(EmbedderMismatch, match="8 dimensions"):
            store.snapshot()
        with pytest.raises(EmbedderMismatch):
            store.add(BERTHA)


def test_a_list_without_targets_takes_any_embedder(tmp_path: Path) -> None:
    with open_store(tmp_path) as first, pytest.raises(StoreError):
        open_store(tmp_path, embedder=_Failing("other", dim=8)).add(HERMIONE)
    with open_store(tmp_path, embedder=HashEmbedder("other", dim=8)) as store:
        assert not names(store, "Hermione Granger")
        store.add(HERMIONE)
        assert names(store, "Hermione Granger") == ["Hermione Granger"]
        assert (store.stats().embedder, store.stats().dim) == ("other", 8)
        assert store.check() == []
        with pytest.raises(EmbedderMismatch):
            first.snapshot()
    with pytest.raises(EmbedderMismatch):
        open_store(tmp_path)


def test_vectors_of_another_model_under_the_same_name_are_made_anew(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE)
    with open_store(tmp_path, embedder=HashEmbedder(salt="new weights")) as store:
        assert names(store, "She danced with Viktor Krum") == ["Hermione Granger"]


class _Failing(HashEmbedder):
    def embed(self, texts: object) -> object:  # type: ignore[override]
        raise RuntimeError(f"cannot embed {texts}")


class _NotANumber(HashEmbedder):
    def embed(self, texts: list[str]) -> object:  # type: ignore[override]
        return super().embed(texts) * float("nan")


@pytest.mark.parametrize("embedder", [_Failing(), _NotANumber()])
def test_an_embedder_that_fails_is_a_store_error_without_the_text(tmp_path: Path, embedder: HashEmbedder) -> None:
    with open_store(tmp_path, embedder=embedder) as store:
        with pytest.raises(StoreError, match="embedder") as caught:
            store.add(HERMIONE)
        assert "Krum" not in str(caught.value)
        assert caught.value.__cause__ is None
        assert store.version() == 0
        assert not files_with(tmp_path, "Krum")


def test_temporary_makes_no_file_and_no_chroma(tmp_path: Path) -> None:
    out = wait_for_python(
        python(
            "os.chdir(sys.argv[1]); os.environ['HOME'] = sys.argv[1]\n"
            "store = TargetStore.temporary([target('Hermione Granger')], embedder=HashEmbedder())\n"
            "found = store.snapshot().detector.look_up(['hermione granger'])\n"
            "print(len(found), 'chromadb' in sys.modules, store.check())\n"
            "print(store.stats().where, store.stats().size); store.purge(); store.close()",
            tmp_path,
        )
    )
    assert out.split("\n")[:2] == ["1 False []", "sqlite:// 0"]
    assert not list(tmp_path.iterdir())


def test_chroma_is_not_imported_while_the_cache_matches(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE, BERTHA)
    out = wait_for_python(
        python(
            "store = open_store(sys.argv[1])\n"
            "print(len(store.snapshot().detector.look_up(['hermione granger'])), 'chromadb' in sys.modules)",
            tmp_path,
        )
    )
    assert out.split() == ["1", "False"]


def test_namespaces_do_not_see_each_other(tmp_path: Path) -> None:
    with open_store(tmp_path, "a") as one, open_store(tmp_path, "b") as other:
        one.add(HERMIONE)
        other.add(HERMIONE, BERTHA)
        assert one.version() == 1
        assert [t.name for t in one.list()] == ["Hermione Granger"]
        other.remove(HERMIONE.id)
        assert names(one, "Hermione Granger")
        assert not names(other, "Hermione Granger")
        assert [e.action for e in one.history()] == ["add"]


def test_threads_may_use_one_store_together(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    failures: list[BaseException] = []

    def work(n: int) -> None:
        try:
            store.add(target(f"Person Number {n}"))
            assert names(store, f"Person Number {n}") == [f"Person Number {n}"]
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert store.version() == 8
    assert store.check() == []
    store.close()


def test_stats_count_what_is_there(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(HERMIONE, target("Biology", kind="topic", aliases=["Life science"]))
        stats = store.stats()
    assert (stats.targets, stats.facts, stats.aliases, stats.kinds) == (2, 1, 1, {"entity": 1, "topic": 1})
    assert (stats.version, stats.embedder, stats.dim, stats.namespace) == (1, "hash-16", 16, "default")
    assert stats.size > 10_000


def test_nothing_is_made_where_nothing_may_be(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store in"):
        TargetStore.open(tmp_path / "none", embedder=HashEmbedder(), create=False)
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="is a file"):
        open_store(tmp_path / "file")


def test_an_event_can_be_exported(tmp_path: Path) -> None:
    store = TargetStore.temporary([HERMIONE], embedder=HashEmbedder())
    (event,) = store.history()
    assert datetime.now(UTC) - event.time < timedelta(seconds=10)
    assert set(event.as_dict()) == {"time", "action", "target_id", "who", "reason", "version"}


def test_the_real_embedder_finds_a_fact_in_other_words(tmp_path: Path) -> None:
    with TargetStore.open(tmp_path) as store:
        store.add(target("Hermione Granger", ["She went to the Yule Ball with Viktor Krum, a Bulgarian seeker"]))
        assert names(store, "Whom did the Bulgarian seeker Viktor Krum take to the Yule Ball?") == ["Hermione Granger"]
    with TargetStore.open(tmp_path) as store:
        assert names(store, "Tell me about Hermione Granger.") == ["Hermione Granger"]
        assert not names(store, "What is the capital of France?")


def test_a_public_name_comes_from_its_home() -> None:
    import alu.store

    for name in alu.store.__all__:
        assert getattr(alu.store, name).__name__ == name
    with pytest.raises(AttributeError):
        _ = alu.store.nothing
