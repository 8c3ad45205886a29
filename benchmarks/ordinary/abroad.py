"""Ordinary requests in other languages and scripts, with people that nobody stored."""

from __future__ import annotations

from random import Random

from benchmarks.ordinary.invented import CITIES, GIVEN, PRODUCTS, Pair, date, day, listed, people, person, phone

NATIVE = {
    "Russian": (
        listed("Иван Ольга Сергей Наталья Павел Марина Григорий Светлана Роман Людмила Тимофей Полина"),
        listed("Воробьёв Кузьмин Лебедев Макаров Гусев Орлов Тарасов Белов Жуков Фролов Крылов Сомов"),
        listed("Казань Тула Пермь Самара Омск Тверь"),
    ),
    "Greek": (
        listed("Γιώργος Μαρία Νίκος Ελένη Κώστας Σοφία Πέτρος Άννα"),
        listed("Παππάς Νικολάου Δημητρίου Γεωργίου Βασιλείου Οικονόμου"),
        listed("Πάτρα Βόλος Χανιά Λάρισα"),
    ),
    "Arabic": (
        listed("سمير ليلى خالد مريم يوسف هدى طارق سلمى"),
        listed("الحداد النجار الخطيب منصور حمدان العلي"),
        listed("عمان تونس بيروت دمشق"),
    ),
    "Hebrew": (
        listed("דוד רחל יוסי מיכל אבי נועה"),
        listed("לוי כהן פרץ אזולאי ביטון מזרחי"),
        listed("חיפה יפו עכו אילת"),
    ),
    "Hindi": (
        listed("राजेश सुनीता अमित प्रिया विकास कविता दीपक मीना"),
        listed("शर्मा वर्मा गुप्ता यादव मिश्रा चौधरी"),
        listed("पुणे जयपुर लखनऊ भोपाल"),
    ),
    "Chinese": (
        listed("伟 芳 娜 敏 静 强 磊 洋 艳 勇"),
        listed("王 李 张 刘 陈 杨 赵 黄 周 吴"),
        listed("成都 武汉 西安 杭州"),
    ),
    "Japanese": (
        listed("健一 美咲 大輔 陽子 翔太 結衣"),
        listed("佐藤 鈴木 高橋 伊藤 渡辺 小林"),
        listed("大阪 仙台 福岡 札幌"),
    ),
    "Korean": (
        listed("민수 지영 현우 수진 영호 은지"),
        listed("김 이 박 최 정 강 조 윤"),
        listed("부산 대구 인천 광주"),
    ),
    "Thai": (
        listed("สมชาย สุดา วิชัย มาลี อนันต์ พรทิพย์"),
        listed("ใจดี ศรีสุข แก้วมณี ทองคำ วงศ์สกุล"),
        listed("เชียงใหม่ ขอนแก่น ภูเก็ต"),
    ),
}
SAID = {
    "Russian": (
        "Кто из них живёт в городе {c}?\n{l}",
        "В городе {c} живёт {n}.",
        "Напиши короткое письмо: {n} просит прислать счёт до пятницы.",
        "Здравствуйте!\n\nПожалуйста, пришлите счёт до пятницы.\n\nС уважением,\n{n}",
    ),
    "Greek": (
        "Ποιος μένει στην πόλη {c};\n{l}",
        "Στην πόλη {c} μένει: {n}.",
        "Γράψε ένα σύντομο γράμμα: {n} ζητά τον λογαριασμό.",
        "Καλημέρα σας,\n\nπαρακαλώ στείλτε τον λογαριασμό μέχρι την Παρασκευή.\n\nΜε εκτίμηση,\n{n}",
    ),
    "Arabic": (
        "من منهم يسكن في {c}؟\n{l}",
        "يسكن {n} في {c}.",
        "اكتب رسالة قصيرة: {n} يطلب الفاتورة.",
        "السلام عليكم،\n\nأرجو إرسال الفاتورة قبل يوم الجمعة.\n\nمع التحية،\n{n}",
    ),
    "Hebrew": (
        "מי מהם גר בעיר {c}?\n{l}",
        "{n} גר בעיר {c}.",
        "כתוב מכתב קצר: {n} מבקש את החשבונית.",
        "שלום רב,\n\nאנא שלחו את החשבונית עד יום שישי.\n\nבברכה,\n{n}",
    ),
    "Hindi": (
        "इनमें से {c} में कौन रहता है?\n{l}",
        "{c} में {n} रहते हैं।",
        "एक छोटा पत्र लिखो: {n} बिल माँग रहे हैं।",
        "नमस्ते,\n\nकृपया शुक्रवार तक बिल भेज दें।\n\nधन्यवाद,\n{n}",
    ),
    "Chinese": (
        "他们中谁住在{c}？\n{l}",
        "住在{c}的是{n}。",
        "写一封短信：{n}请对方寄发票。",
        "您好：\n\n请在星期五之前把发票寄给我。\n\n此致\n{n}",
    ),
    "Japanese": (
        "この中で{c}に住んでいるのは誰ですか。\n{l}",
        "{c}に住んでいるのは{n}さんです。",
        "短い手紙を書いて:{n}が請求書を頼む。",
        "お世話になっております。\n\n金曜日までに請求書を送ってください。\n\nよろしくお願いいたします。\n{n}",
    ),
    "Korean": (
        "이 중에서 {c}에 사는 사람은 누구입니까?\n{l}",
        "{c}에 사는 사람은 {n}입니다.",
        "짧은 편지를 써 줘: {n}이 청구서를 요청한다.",
        "안녕하세요.\n\n금요일까지 청구서를 보내 주시기 바랍니다.\n\n감사합니다.\n{n} 드림",
    ),
    "Thai": (
        "ใครอยู่ที่{c}\n{l}",
        "{n} อยู่ที่{c}",
        "เขียนจดหมายสั้นๆ: {n} ขอใบแจ้งหนี้",
        "เรียน ผู้เกี่ยวข้อง\n\nกรุณาส่งใบแจ้งหนี้ภายในวันศุกร์\n\nขอแสดงความนับถือ\n{n}",
    ),
}
TOGETHER = ("Chinese", "Japanese", "Korean")
LETTERS = {
    "German": (
        "Schreib bitte eine kurze Mail an {a}: {b} kommt am {d} nicht.",
        "Hallo {f},\n\nleider kann {b} am {d} nicht kommen. Wir melden uns wegen eines neuen Termins.\n\nViele Grüße",
    ),
    "French": (
        "Écris un court message à {a} : {b} ne viendra pas le {d}.",
        (
            "Bonjour {f},\n\nmalheureusement, {b} ne pourra pas "
            "venir le {d}. Nous vous proposerons une autre date.\n"
            "\nCordialement"
        ),
    ),
    "Spanish": (
        "Escribe un mensaje corto a {a}: {b} no viene el {d}.",
        "Hola, {f}:\n\nlamentablemente {b} no podrá venir el {d}. Te propondremos otra fecha.\n\nUn saludo",
    ),
    "Italian": (
        "Scrivi un breve messaggio a {a}: {b} non viene il {d}.",
        "Ciao {f},\n\npurtroppo {b} non potrà venire il {d}. Ti proporremo un'altra data.\n\nUn caro saluto",
    ),
    "Portuguese": (
        "Escreve uma mensagem curta a {a}: {b} não vem no dia {d}.",
        "Olá {f},\n\ninfelizmente {b} não poderá vir no dia {d}. Vamos propor outra data.\n\nCumprimentos",
    ),
    "Polish": (
        "Napisz krótką wiadomość do {a}: {b} nie przyjdzie {d}.",
        "Cześć {f},\n\nniestety {b} nie może przyjść {d}. Zaproponujemy inny termin.\n\nPozdrawiam",
    ),
    "Turkish": (
        "{a} için kısa bir mesaj yaz: {b} {d} günü gelmiyor.",
        "Merhaba {f},\n\nne yazık ki {b} {d} günü gelemeyecek. Yeni bir tarih önereceğiz.\n\nSevgiler",
    ),
    "Swedish": (
        "Skriv ett kort mejl till {a}: {b} kommer inte {d}.",
        "Hej {f},\n\ntyvärr kan {b} inte komma {d}. Vi föreslår ett nytt datum.\n\nVänliga hälsningar",
    ),
    "Vietnamese": (
        "Viết tin nhắn ngắn cho {a}: {b} không đến vào {d}.",
        "Chào {f},\n\nrất tiếc {b} không thể đến vào {d}. Chúng tôi sẽ đề nghị một ngày khác.\n\nThân mến",
    ),
    "Indonesian": (
        "Tulis pesan singkat untuk {a}: {b} tidak datang {d}.",
        "Halo {f},\n\nsayangnya {b} tidak bisa datang {d}. Kami akan mengusulkan tanggal lain.\n\nSalam",
    ),
    "Finnish": (
        "Kirjoita lyhyt viesti: {a}, {b} ei tule {d}.",
        "Hei {f},\n\nvalitettavasti {b} ei pääse tulemaan {d}. Ehdotamme uutta aikaa.\n\nTerveisin",
    ),
    "Hungarian": (
        "Írj rövid üzenetet {a} részére: {b} nem jön {d}.",
        "Szia {f}!\n\nSajnos {b} nem tud jönni {d}. Javasolunk majd másik időpontot.\n\nÜdvözlettel",
    ),
}
CYRILLIC = dict(zip("abvgdezijklmnoprstufhyw", "абвгдезийклмнопрстуфхыв", strict=False))
KOANA = (
    ("Lucia", "ルチア"),
    ("Tobias", "トビアス"),
    ("Henrik", "ヘンリク"),
    ("Olga", "オルガ"),
    ("Pavel", "パヴェル"),
    ("Hana", "ハナ"),
)


def full_name(rng: Random, language: str) -> str:
    """Return a name as a language writes it."""
    given, family, _ = NATIVE[language]
    g, f = rng.choice(given), rng.choice(family)
    return f"{f}{g}" if language in TOGETHER else f"{g} {f}"


def _native_list(rng: Random) -> Pair:
    language = rng.choice(list(NATIVE))
    rows = [(full_name(rng, language), rng.choice(NATIVE[language][2])) for _ in range(5)]
    ask, say, _, _ = SAID[language]
    name, city = rows[2]
    return ask.format(c=city, l="\n".join(f"{n}, {c}" for n, c in rows)), say.format(n=name, c=city)


def _native_letter(rng: Random) -> Pair:
    language = rng.choice(list(NATIVE))
    name = full_name(rng, language)
    return SAID[language][2].format(n=name), SAID[language][3].format(n=name)


def _native_names(rng: Random) -> Pair:
    language = rng.choice(list(NATIVE))
    return f"Ten {language} names for my novel", "\n".join(f"{n}. {full_name(rng, language)}" for n in range(1, 11))


def _letter_abroad(rng: Random) -> Pair:
    a, b = people(rng, 2)
    ask, say = LETTERS[rng.choice(list(LETTERS))]
    d = f"{rng.randrange(1, 29)}.{rng.randrange(1, 13)}."
    return ask.format(a=a, b=b, d=d), say.format(f=a.split()[0], b=b, d=d)


def _into_cyrillic(rng: Random) -> Pair:
    some = rng.sample(GIVEN, 4)
    return f"In Cyrillic letters: {', '.join(some)}", ", ".join(
        "".join(CYRILLIC.get(c, c) for c in g.lower()).title() for g in some
    )


def _into_kana(rng: Random) -> Pair:
    some = rng.sample(KOANA, 4)
    return f"Katakana for {', '.join(a for a, _ in some)}", "\n".join(f"{a} → {b}" for a, b in some)


def _pinyin(rng: Random) -> Pair:
    some = rng.sample(
        (
            ("你好", "nǐ hǎo"),
            ("谢谢", "xièxie"),
            ("再见", "zàijiàn"),
            ("苹果", "píngguǒ"),
            ("火车站", "huǒchēzhàn"),
            ("图书馆", "túshūguǎn"),
        ),
        4,
    )
    return f"Pinyin: {' '.join(a for a, _ in some)}", "\n".join(f"{a} – {b}" for a, b in some)


def _romanised(rng: Random) -> Pair:
    t = rng.choice(
        (
            ("konnichiwa ogenki desu ka", "Hai, genki desu. Anata wa?"),
            ("privet kak dela", "Vsyo khorosho, spasibo! A u tebya?"),
            ("kya haal hai bhai", "Sab badhiya yaar, tum batao?"),
            ("shlonak habibi", "alhamdulillah tamam, w enta?"),
            ("apa kabar kak", "baik baik aja, kamu gimana?"),
        )
    )
    return f"{t[0]} {rng.choice(GIVEN).lower()}", t[1]


def _english_in(rng: Random) -> Pair:
    language = rng.choice(list(NATIVE))
    name = full_name(rng, language)
    return (
        f"How do I write “{name}” in Latin letters, and how do I greet them politely by e-mail to {phone(rng)}?",
        (
            f"Use the passport spelling if you know it. A polite "
            f"opening is “Dear Sir or Madam”, and in {language} the "
            f"formal greeting."
        ),
    )


def _mixed_list(rng: Random) -> Pair:
    rows = [f"{full_name(rng, x)} | {rng.choice(CITIES)} | {date(rng)}" for x in rng.sample(list(NATIVE), 5)]
    return "Number these lines:\n" + "\n".join(rows), "\n".join(f"{n}. {r}" for n, r in enumerate(rows, 1))


def _review_abroad(rng: Random) -> Pair:
    p = rng.choice(PRODUCTS)
    return rng.choice(
        (
            (f"Ist der {p} gut? Antworte kurz.", "Ja, vor allem für den Preis."),
            (f"¿Vale la pena el {p}?", "Sí, aunque la batería dura poco."),
            (f"Le {p} est-il solide ?", "Plutôt, oui, sauf la poignée."),
            (f"O {p} é bom?", "É, mas faz barulho."),
            (f"Czy {p} jest dobry?", "Tak, ale drogi."),
            (f"{p} хороший?", "Да, но дорогой."),
            (f"{p} 好用吗？", "还可以，就是有点贵。"),
            (f"{p}はどうですか。", "いいですよ。ただ少し高いです。"),
            (f"هل {p} جيد؟", "نعم، لكنه غالٍ قليلا."),
        )
    )


def _idiom(rng: Random) -> Pair:
    return rng.choice(
        (
            ("Was heißt «ins Gras beißen»?", "To die; literally “to bite into the grass”."),
            ("meaning of «avoir le cafard»", "To feel down; literally “to have the cockroach”."),
            ("«Estar en las nubes»?", "To be absent-minded, to have one's head in the clouds."),
            ("Co znaczy «bułka z masłem»?", "Coś bardzo łatwego."),
            ("«七転び八起き»の意味は？", "何度失敗しても立ち上がることです。"),
            ("что значит «бить баклуши»", "Бездельничать, ничего не делать."),
            ("«लोहे के चने चबाना» का अर्थ", "बहुत कठिन काम करना।"),
        )
    )


def _dates_abroad(rng: Random) -> Pair:
    d = date(rng)
    return (
        f"Write {d} in German, French, Spanish and Japanese; {person(rng)} needs it for {day(rng)}.",
        (
            f"- {d.split()[0]}. des Monats {d.split()[2]}\n- le {d.split()[0]} "
            f"{d.split()[2]}\n- {d.split()[0]} de {d.split()[2]}\n"
            f"- {d.split()[2]}年{rng.randrange(1, 13)}月{d.split()[0]}日"
        ),
    )
