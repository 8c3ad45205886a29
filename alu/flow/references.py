"""How a turn refers to somebody, or to an entry, that it does not name: «I», «she», «the applicant», «customer 4711».

What a request is made of («tell me», «could you», «how do I») refers to nobody, nor does a pronoun behind what it means
in the same turn, a role that the turn itself says more of («the author of Hamlet»), or a superlative («the first man»).
Known for the languages whose «she» the dialogue knows; roles and words of a form besides English in the commonest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from alu.store.text.referring import is_listed_role, names_something

__all__ = ["HE", "HE_UNSPACED", "ME", "YOU", "Reference", "addresses", "ids_in", "reference_of", "without_frames"]

HE = (
    r"er|sie|ihm|ihn|ihr|ihre[nmrs]?|sein|seine[nmrs]?|elle|il|lui|sa|ses|ella|él|ele|ela|dela|dele|su|sus|lei"
    r"|suo|sua"
    r"|suoi|hij|zij|haar|hennes|ona|jej|jego|jemu|она|он|её|ее|его|ему|ей|ним|ней|нём|нем|вона|він|її|його"
    r"|वह|वे|उसका|उसकी|उसके|उसने|उसे|उन्होंने|उनका|उनकी|उनके|هو|هي|له|لها"
)
"""«She», «he», «her» and «his» in other languages with spaces between words, but for those that are English words."""
HE_UNSPACED = "彼女|彼|她|他|그녀|그의|그는"
"""The same where no space parts words."""
ME = re.compile(
    r"\bI\b(?![.)]|-\d)|(?i:\b(?:(?:am|do|did|was|have|had|can|should|will|would|could|may|must) i\b|i(?:['’]m"
    r"| (?:am|was|have"
    r"|had|do|did|live|work|earn|suffer|marry|married)\b)|(?:me|my|myself)\b|(?:is|are|was|were|of|about|and) mine\b"
    r"|(?:ich|mich|mein(?:e[nmrs]?)?|moi|je|mes|yo|mis|mío|mía|conmigo|(?-i:[Ee]u)|meu|minha|meus|minhas"
    r"|comigo|mio|mia|miei|mie"
    r"|ik|mij|mijn|jag|mitt|mnie|mój|moja|moje|mam|я|меня|мне|мной|мой|моя|моё|мое|мои|моей|моего|мене|мені|моє|мій"
    r"|मैं|मेरा|मेरी|मेरे|मुझे|मैंने|أنا|لدي|عندي)\b)|\b(?:mon|(?-i:[Mm]i)|(?<!\d )min)(?= [^\W\d_]{2})"
    r"|\b(?:est|de|sur|avec|et|dans) ma\b|\bj['’]"
    r"|(?i:\b(?:ai-je|suis-je|tengo|soy(?! (?:sauce|milk|beans?|protein))|estoy|nací|(?<!in )vivo|gano|trabajo"
    r"|padezco|ho"
    r"|guadagno|lavoro|abito|tenho|sou|nasci|moro|ganho|trabalho|jestem|mieszkam|zarabiam|pracuję|urodził[ae]m)\b)"
    r"|我|私|僕|俺|나의|내가|제가|저의|나는|저는)"
)
"""The user, by a pronoun of the first person."""
YOU = re.compile(
    r"\b(?:you|your|yours|yourself|du (?:bist|hast|warst|wurdest|wohnst|heißt|lebst)"
    r"|(?:bist|hast|warst|wurdest|wohnst|heißt|lebst) du|dich|dir|dein(?:e[nmrs]?)?|tu|te|toi|tes|vous|votre"
    r"|vos|tú|tus|usted|você"
    r"|tienes|eres|vives|trabajas|naciste|masz|jesteś|mieszkasz|zarabiasz|seu|sua|tuo|tua|tuoi|jij|jouw|din|ty"
    r"|ciebie|twój|twoja|ты|тебя|тебе|твой|твоя|вы|вас|ваш|ти|тебе|твій"
    r"|तुम|आप|आपका|आपकी|أنت)\b|你|您|あなた|당신|너의|너는",
    re.I,
)
"""Whom a system prompt makes the model to be: «You are Odalys Brannigan.»"""

_FRAME = re.compile(
    r"\b(?:(?:can|could|would|will) (?:you|u)(?= (?:please|kindly|just|also|quickly|tell|give|show|help|teach"
    r"|explain|write"
    r"|list|name|translate|summari[sz]e|describe|say|find|make|create|suggest|recommend|calculate|solve"
    r"|convert|fix|check"
    r"|spell|draw|sing|repeat|define|compare|count|compose|draft|generate|provide|recite|sort|do|answer|look"
    r"|think of)\b)"
    r"|do you (?:happen to )?know(?= (?:who|what|when|where|which|why|how|if|whether|any|the|a|an)\b)"
    r"|do you (?:understand|mind)"
    r"|(?:tell|give|show|help|teach|let|remind|send|write|draw|make|find|get|sing|bring|offer|lend|spare|ask|inform)"
    r" (?:it |this |that )?(?:to |for )?me"
    r"|(?:explain|describe|suggest|recommend|read|list|translate|translate this|write|say"
    r"|repeat)(?: \w+)? (?:to|for) me"
    r"|I(?:['’]d| would)? (?:want|need|like|wish|love)(?: you)? to (?:know|learn|ask|understand|see|hear)"
    r"|(?:I am|I['’]m|I was) (?:wondering|curious|looking for|interested|trying)|I (?:just )?(?:wonder|wanted to ask"
    r"|have a question|do not know|don['’]t know|don['’]t understand|think|guess|believe|hope|heard|read)"
    r"|I (?:need|want|would like) (?:a|an|some|help|you to)|how (?:do|can|could|should|would) (?:I|you"
    r"|we)(?! (?:be|have|look)\b)"
    r"|(?:can|could|may) I (?:ask|(?:get|have) (?:a|an|some|the))"
    r"|if (?:you|I) (?:can|could|may|please|like|want|know)|thank you|excuse me"
    r"|in your (?:own words|answer|reply|response|opinion)|your (?:answer|reply|response|help|opinion)"
    r"|(?:sag\w*|gib|geben sie|erklär\w*|zeig\w*|nenn\w*|erzähl\w*|schreib\w*|hilf|helfen sie)(?: sie)? (?:mir|uns)"
    r"|(?:kannst|könntest|würdest|weißt|hast) du|(?:können|könnten|würden|wissen|haben|nennen|sagen|schreiben"
    r"|erklären) sie"
    r"|ich (?:möchte|will|würde gern\w*) (?:wissen|fragen)|wie (?:kann|soll) ich"
    r"|(?:dis|donne|explique|montre|raconte|dites|donnez|expliquez)-moi|(?:peux|pourrais)-tu|(?:pouvez|pourriez)-vous"
    r"|(?:peux-tu|pouvez-vous|tu peux) me|je (?:voudrais|veux|veux bien) savoir|s['’]il (?:te|vous) plaît"
    r"|est-ce qu['’]il y a"
    r"|il (?:y a|est|fait|faut|pleut)|me (?:puedes|gustaría|dices|diga|podrías)|quiero saber|pode me"
    r"|eu (?:queria|quero) saber"
    r"|mi (?:puoi|dici|spieghi|sai)|vorrei sapere|(?:kun|kan|wil) je|(?:скажи|расскажи|дай|объясни|назови"
    r"|помоги)(?:те)? мне)\b",
    re.I,
)
"""What a request is made of, which refers to nobody."""
_KING = re.compile(r"(?<=[a-z] )(?:[A-Z]\w{1,30} ){1,3}I\b(?! (?:am|was|have|had|do|did|live|work|earn))")
"""A number that looks like a pronoun: «World War I», «Elizabeth I»."""
_PRONOUN = re.compile(rf"\b(?:he|she|him|her|hers|his|himself|herself|{HE})\b|{HE_UNSPACED}", re.I)
_THEY = re.compile(r"\b(?:they|them|their|theirs)\b", re.I)
_MANY = re.compile(r"\b\w{3,}(?<!i)(?<!s)(?<!u)s\b|\b(?:people|children|men|women|mice|and|these|those)\b", re.I)
"""Several things, which «they» may then mean."""
_SOMEBODY = re.compile(
    r"\b(?:who|whoever|someone|somebody|anyone|anybody|wer|qui|quién|chi|quem|wie|кто)\b"
    r"|\b(?:a|an|any|every|each|some|no|one|another)\s+(?:\w+\s+)?(\w+)",
    re.I,
)
"""Somebody of whom the turn speaks, and whom a pronoun behind it then means."""
_THE = r"(?:the|this|that|said|same|above|aforementioned|above-mentioned|our|my|your|his|her|their)"
_ROLE = re.compile(
    rf"\b{_THE}\s+((?:(?!(?:of|for|in|on|to|and|or|is|was|at|by|with|from|that|who|which)\b)[\w-]+\s+){{0,2}}[^\W\d_]+)\b",
    re.I,
)
"""An article with up to three words, one of which may be a role."""
_WORD = re.compile(r"[^\W\d_]+")
_PICKED = re.compile(r"\b(?:first|second|third|most|best|only|next|average|typical|\w{2,}est)\b", re.I)
"""What picks one of many by itself: no reference to one who was named."""
_SAID_MORE = re.compile(
    r"\s+(?:of|who|whom|whose|that|which|behind|from|in|on|for|to)\b(?!\s+(?:question|(?:the|this|that|my|our"
    r"|your)\b))"
    r"|\s+(?:interface|experience|manual|guide|base|stor(?:y|ies)|service|support|care|piano|space|market"
    r"|function|class"
    r"|input|agent)\b",
    re.I,
)
"""What says itself whose role it is, or makes the role a part of a thing's name."""
_FILED = """user applicant customer client caller tenant employee candidate defendant deceased policyholder passenger
    insured
    suspect contact lead subject owner borrower claimant resident nominee beneficiary heroine protagonist buyer
    manager subscriber patient lady sender recipient complainant plaintiff guest visitor attendee donor debtor
    creditor cardholder accountholder licensee taxpayer payee payer respondent interviewee consumer shopper reporter
    minor senior one interlocutor account record entry profile dossier bearer driver inmate detainee refugee migrant
    addressee speaker pensioner student worker staffer recruit"""
_RECORDED = frozenset(_FILED.split())
"""What somebody is called who is in a file."""
_ABOVE = re.compile(
    r"\b(?:the|this|that) (?:above|above[- ]mentioned|aforementioned)\b|\b(?:named|mentioned|listed) above\b"
    r"|\b(?:in|on|from|of|to|by|per) (?:the|this|that|my) (?:file|case|account|record|entry|row|profile"
    r"|dossier|chart|form"
    r"|application|letter|document|note|report)s?\b|\bin there\b",
    re.I,
)
_FOREIGN_ROLE = re.compile(
    r"\b(?:der|die|das|des|dem|den|diese[rsmn]?|unser\w*|jene[rsmn]?) (?:\w{1,40} )?(?:patient|kund|bewerber|nutzer"
    r"|benutzer"
    r"|antragsteller|kandidat|mieter|versichert|kontoinhaber|person|mann\b|frau\b|mitarbeiter|schüler"
    r"|angeklagt|anrufer"
    r"|betroffen|genannt|obig|akte\b|eintrag)\w*"
    r"|\b(?:le|la|l['’]|du|de|cet|cette|ce|notre) ?(?:patient|client|utilisat|candidat|demandeu|personne|homme|femme"
    r"|locataire|titulaire|employé|assuré|dossier|susnommé)\w*"
    r"|\b(?:el|la|del|al|est[ea]|es[ea]|nuestr[oa]) (?:pacient|client|usuari|solicitant|candidat|persona|hombre|mujer"
    r"|titular|inquilin|emplead|asegurad|expediente)\w*"
    r"|\b(?:il|la|lo|l['’]|del|dell['’]|della|quest[oa]|quel|quella) ?(?:pazient|client|utent|candidat"
    r"|richiedent|persona"
    r"|uomo|donna|titolar|inquilin|dipendent|assicurat)\w*"
    r"|\b(?:o|a|do|da|est[ea]|ess[ea]) (?:pacient|client|usuári|utilizador|candidat|requerent|pessoa|homem"
    r"|mulher|titular)\w*"
    r"|\b(?:de|het|deze|die|dit|dat) (?:patiënt|klant|gebruiker|kandidaat|persoon|aanvrager|huurder|man\b|vrouw\b)\w*"
    r"|\b(?:pacjent|klient|użytkowni|kandydat|wnioskodaw|tej osob|ta osob|пациент|клиент|пользовател|кандидат"
    r"|заявител"
    r"|эт\w{1,4} человек|эта женщин|цей пацієнт|пацієнт|клієнт)\w*"
    r"|(?:这|那|该|這|該|此)个?(?:人|患者|病人|客户|用户|申请人|候选人)|患者|病人|客户|用户|申请人|候选人"
    r"|この人|その人|顧客|ユーザー|申請者|候補者"
    r"|환자|고객|사용자|신청자|후보자|[이그] 사람|المريض|العميل|المستخدم|هذا الشخص|मरीज़|ग्राहक|उपयोगकर्ता"
    r"|आवेदक|[यइ]\w{0,8} व्यक्ति",
    re.I,
)
_FORM_WORD = (
    r"ages?|birthdays?|birth ?(?:date|place|year|country|name)|(?:date|day|year|place|country"
    r"|town) of (?:birth|marriage|death)"
    r"|dob|home (?:address|town)|hometown|address|phone(?: number)?|mobile(?: number)?|e-?mail(?: address)?"
    r"|job|occupation"
    r"|profession|employer|salary|income|wages?|diagnos[ie]s|illness(?:es)?|disease|spouse|husband|wife"
    r"|children|kids|partner"
    r"|marital status|nationality|religion|surname|(?:first|last|full|maiden) name|iban|(?:account|passport"
    r"|phone) number"
    r"|ssn|hobbies|education|weight|height|gender|ethnicity|convictions?|(?:licen[cs]e|number) plate"
    r"|alter|geburts(?:tag|datum|ort|jahr)|adresse|wohnort|telefonnummer|diagnose|krankheit|gehalt|beruf|arbeitgeber"
    r"|familienstand|âge|(?:date|lieu) de naissance|téléphone|diagnostic|maladie|salaire|métier|employeur|edad"
    r"|(?:fecha|lugar) de nacimiento|cumpleaños|dirección|teléfono|diagnóstico|enfermedad|sueldo|salario"
    r"|profesión|età"
    r"|(?:data|luogo) di nascita|compleanno|indirizzo|telefono|diagnosi|malattia|stipendio|professione|idade"
    r"|data de nascimento|aniversário|endereço|morada|telefone|doença|salário|profissão|leeftijd|geboortedatum"
    r"|verjaardag"
    r"|adres|telefoonnummer|ziekte|salaris|beroep|wiek|data urodzenia|urodziny|telefon|diagnoza|choroba|pensja|zawód"
    r"|возраст|(?:дата|день|место) рождения|адрес|телефон|диагноз|болезнь|зарплата|профессия"
)
"""What a form has a field for."""
_FIELD = re.compile(rf"\b(?:{_FORM_WORD})\b|年龄|年齢|生日|誕生日|住所|地址|电话|電話|나이|생일|주소|العمر", re.I)
_THE_FIELD = re.compile(
    rf"\b(?:the|der|die|das|le|la|el|il|l['’]|o|a|de|het) ?(?:{_FORM_WORD})\b"
    r"(?!\s+(?:of|for|in|at|limit|bar|tax|book|code|space|market|group|who|that|which|von|de|du|des|di|da|del"
    r"|van)\b)",
    re.I,
)
_FIELD_OF = re.compile(r"\s+(?:of|for|von|de|du|des|di|da|del|van)\s+(?!(?:birth|this|that)\b)", re.I)
_AND_THE = re.compile(
    r"\W*(?:and|und|et|y|e|en|och|i|a|и|а)\s+(?:the|der|die|das|le|la|les|el|los|las|il|lo|o|os|as|de|het)\s+", re.I
)
"""How a turn begins that leaves out whom it is about: «And the birthday?»."""
_MOST_ELLIPTIC = 7
_ID = re.compile(r"(?<![\w.,])(?!\d+(?:st|nd|rd|th|s)\b)(?:[^\W\d_]{0,4}-?\d[\w-]{1,20})(?!\w|[.,]\d)")
_YEARLY = re.compile(r"\b(?:in|of|since|by|from|to|until|till|year|before|after|around|than|and|[+*/=<>-]) $", re.I)
_NEAR = 12
_LONG = 4
_NUMBERED = re.compile(r"\b([^\W\d_]{2,20}) ?#?(\d{1,2})\b")
_DETERMINED = re.compile(
    r"\b(?:the|this|that|said|our|your|my|der|die|das|des|dem|den|diese[rsmn]?|le|la|l['’]|du|cette|cet|ce|el"
    r"|al|del|est[ea]"
    r"|il|lo|dell['’]|quest[oa]|do|da|de|het|deze|dit|dat)\b ?((?:[\w-]+\s+){0,2}[^\W\d_]{4,})",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """Whom or what a turn refers to without a name."""

    user: bool = False
    """The one who asks: «I», «my»."""
    model: bool = False
    """The one who is asked: «you», «your»."""
    other: bool = False
    """Somebody, or an entry, that was spoken of: «she», «the applicant», «And the birthday?»."""
    called: frozenset[str] = frozenset()
    """The nouns with an article, in small letters, one of which may stand beside a name: «the applicant»."""
    ids: frozenset[str] = frozenset()
    """What may number an entry: «4711», «A-12», «room 7»."""

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.user or self.model or self.other or self.called or self.ids)


def reference_of(turn: str) -> Reference:
    """Return how `turn` refers to what was named before it.

    Example:
        >>> from alu.flow.references import reference_of
        >>> reference_of("Tell me about myself.").user, reference_of("Tell me about the sea.").user
        (True, False)
        >>> reference_of("How old is the applicant?").other, reference_of("How old is the author of Hamlet?").other
        (True, False)
    """
    asks = _KING.sub(" ", without_frames(turn))
    called = frozenset(w for w, _ in _nouns(asks, _DETERMINED) if len(w) >= _LONG)
    return Reference(bool(ME.search(asks)), addresses(turn), _is_of_another(asks), called, _ids(asks))


def addresses(turn: str) -> bool:
    """Tell whether a turn speaks of the one who is asked: «your name», and not «can you tell me»."""
    return YOU.search(without_frames(turn)) is not None


def without_frames(turn: str) -> str:
    """Return a turn without what a request is made of: «Können Sie mir», «could you»."""
    return _FRAME.sub(" ", turn)


def _is_of_another(asks: str) -> bool:
    return bool(
        _pronoun(asks) or _role(asks) or _FOREIGN_ROLE.search(asks) or _ABOVE.search(asks) or _is_of_a_form(asks)
    )


def _pronoun(asks: str) -> bool:
    """Tell whether a pronoun means nobody, and nothing, that stands before it in the turn."""
    first, they = _PRONOUN.search(asks), _THEY.search(asks)  # what the first means, a later one may mean, too
    if first and not _is_bound(asks[: first.start()]):
        return True
    return bool(they and not _MANY.search(asks[: they.start()]) and not _is_bound(asks[: they.start()]))


def _is_bound(before: str) -> bool:
    """Tell whether what stands before a pronoun has somebody whom it may mean."""
    somebody = any(m[1] is None or _is_somebody(m[1].lower()) for m in _SOMEBODY.finditer(before))
    return somebody or names_something(before)


def _role(asks: str) -> bool:
    """Tell whether a turn has a role with an article, of one of whom it says no more than that."""
    return any(_is_somebody(word) and not picked for word, picked in _nouns(asks, _ROLE))


def _nouns(asks: str, articles: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """Yield the words behind an article of which no more is said, and whether one of many is picked."""
    for found in articles.finditer(asks):
        for word in _WORD.finditer(asks, found.start(1), found.end(1)):
            if not _SAID_MORE.match(asks, word.end()):
                yield word.group().lower(), bool(_PICKED.search(asks, found.start(1), word.start()))


def _is_somebody(word: str) -> bool:
    """Tell whether a word in small letters is a role: of somebody in a file, or any other."""
    return word in _RECORDED or is_listed_role(word)


def _is_of_a_form(asks: str) -> bool:
    """Tell whether a turn asks for a field of a form without saying whose: «Age?», «What is the birthday?»."""
    if _THE_FIELD.search(asks):
        return True
    if len(asks.split()) > _MOST_ELLIPTIC or names_something(asks.strip()):
        return False
    if _AND_THE.match(asks):
        return True
    return any(not _FIELD_OF.match(asks, m.end()) for m in _FIELD.finditer(asks))


def ids_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what may number an entry, in small letters, and where it stands."""
    yield from ((m.group().lower(), m.start(), m.end()) for m in _ID.finditer(text) if m.end() - m.start() > 2)
    yield from ((f"{m[1].lower()} {m[2]}", m.start(), m.end()) for m in _NUMBERED.finditer(text))


def _ids(asks: str) -> frozenset[str]:
    """Return what may number an entry in a turn; no year behind «in», no number of a sum."""
    near = ((one, asks[max(0, start - _NEAR) : start]) for one, start, _ in ids_in(asks))
    return frozenset(one for one, before in near if not _YEARLY.search(before))
