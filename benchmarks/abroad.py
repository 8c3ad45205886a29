"""Ordinary requests in other languages and scripts, with people whom nobody stored.

Everything is drawn at random; read by `benchmarks.ordinary`.
"""

from __future__ import annotations

from random import Random

from benchmarks.invented import CITIES, GIVEN, PRODUCTS, date, day, people, person, phone

Pair = tuple[str, str]
NATIVE = {
    "Russian": (
        "Иван Ольга Сергей Наталья Павел Марина Григорий Светлана Роман Людмила Тимофей Полина".split(),
        "Воробьёв Кузьмин Лебедев Макаров Гусев Орлов Тарасов Белов Жуков Фролов Крылов Сомов".split(),
        "Казань Тула Пермь Самара Омск Тверь".split(),
    ),
    "Greek": (
        "Γιώργος Μαρία Νίκος Ελένη Κώστας Σοφία Πέτρος Άννα".split(),
        "Παππάς Νικολάου Δημητρίου Γεωργίου Βασιλείου Οικονόμου".split(),
        "Πάτρα Βόλος Χανιά Λάρισα".split(),
    ),
    "Arabic": (
        "سمير ليلى خالد مريم يوسف هدى طارق سلمى".split(),
        "الحداد النجار الخطيب منصور حمدان العلي".split(),
        "عمان تونس بيروت دمشق".split(),
    ),
    "Hebrew": ("דוד רחל יוסי מיכל אבי נועה".split(), "לוי כהן פרץ אזולאי ביטון מזרחי".split(), "חיפה יפו עכו אילת".split()),
    "Hindi": (
        "राजेश सुनीता अमित प्रिया विकास कविता दीपक मीना".split(),
        "शर्मा वर्मा गुप्ता यादव मिश्रा चौधरी".split(),
        "पुणे जयपुर लखनऊ भोपाल".split(),
    ),
    "Chinese": ("伟 芳 娜 敏 静 强 磊 洋 艳 勇".split(), "王 李 张 刘 陈 杨 赵 黄 周 吴".split(), "成都 武汉 西安 杭州".split()),
    "Japanese": ("健一 美咲 大輔 陽子 翔太 結衣".split(), "佐藤 鈴木 高橋 伊藤 渡辺 小林".split(), "大阪 仙台 福岡 札幌".split()),
    "Korean": ("민수 지영 현우 수진 영호 은지".split(), "김 이 박 최 정 강 조 윤".split(), "부산 대구 인천 광주".split()),
    "Thai": ("สมชาย สุดา วิชัย มาลี อนันต์ พรทิพย์".split(), "ใจดี ศรีสุข แก้วมณี ทองคำ วงศ์สกุล".split(), "เชียงใหม่ ขอนแก่น ภูเก็ต".split()),
}
SAID = {
    "Russian": ("Кто из них живёт в городе {c}?\n{l}", "В городе {c} живёт {n}.", "Напиши короткое письмо: {n} просит прислать счёт до пятницы.", "Здравствуйте!\n\nПожалуйста, пришлите счёт до пятницы.\n\nС уважением,\n{n}"),
    "Greek": ("Ποιος μένει στην πόλη {c};\n{l}", "Στην πόλη {c} μένει: {n}.", "Γράψε ένα σύντομο γράμμα: {n} ζητά τον λογαριασμό.", "Καλημέρα σας,\n\nπαρακαλώ στείλτε τον λογαριασμό μέχρι την Παρασκευή.\n\nΜε εκτίμηση,\n{n}"),
    "Arabic": ("من منهم يسكن في {c}؟\n{l}", "يسكن {n} في {c}.", "اكتب رسالة قصيرة: {n} يطلب الفاتورة.", "السلام عليكم،\n\nأرجو إرسال الفاتورة قبل يوم الجمعة.\n\nمع التحية،\n{n}"),
    "Hebrew": ("מי מהם גר בעיר {c}?\n{l}", "{n} גר בעיר {c}.", "כתוב מכתב קצר: {n} מבקש את החשבונית.", "שלום רב,\n\nאנא שלחו את החשבונית עד יום שישי.\n\nבברכה,\n{n}"),
    "Hindi": ("इनमें से {c} में कौन रहता है?\n{l}", "{c} में {n} रहते हैं।", "एक छोटा पत्र लिखो: {n} बिल माँग रहे हैं।", "नमस्ते,\n\nकृपया शुक्रवार तक बिल भेज दें।\n\nधन्यवाद,\n{n}"),
    "Chinese": ("他们中谁住在{c}？\n{l}", "住在{c}的是{n}。", "写一封短信：{n}请对方寄发票。", "您好：\n\n请在星期五之前把发票寄给我。\n\n此致\n{n}"),
    "Japanese": ("この中で{c}に住んでいるのは誰ですか。\n{l}", "{c}に住んでいるのは{n}さんです。", "短い手紙を書いて:{n}が請求書を頼む。", "お世話になっております。\n\n金曜日までに請求書を送ってください。\n\nよろしくお願いいたします。\n{n}"),
    "Korean": ("이 중에서 {c}에 사는 사람은 누구입니까?\n{l}", "{c}에 사는 사람은 {n}입니다.", "짧은 편지를 써 줘: {n}이 청구서를 요청한다.", "안녕하세요.\n\n금요일까지 청구서를 보내 주시기 바랍니다.\n\n감사합니다.\n{n} 드림"),
    "Thai": ("ใครอยู่ที่{c}\n{l}", "{n} อยู่ที่{c}", "เขียนจดหมายสั้นๆ: {n} ขอใบแจ้งหนี้", "เรียน ผู้เกี่ยวข้อง\n\nกรุณาส่งใบแจ้งหนี้ภายในวันศุกร์\n\nขอแสดงความนับถือ\n{n}"),
}
TOGETHER = ("Chinese", "Japanese", "Korean")
LETTERS = {
    "German": ("Schreib bitte eine kurze Mail an {a}: {b} kommt am {d} nicht.", "Hallo {f},\n\nleider kann {b} am {d} nicht kommen. Wir melden uns wegen eines neuen Termins.\n\nViele Grüße"),
    "French": ("Écris un court message à {a} : {b} ne viendra pas le {d}.", "Bonjour {f},\n\nmalheureusement, {b} ne pourra pas venir le {d}. Nous vous proposerons une autre date.\n\nCordialement"),
    "Spanish": ("Escribe un mensaje corto a {a}: {b} no viene el {d}.", "Hola, {f}:\n\nlamentablemente {b} no podrá venir el {d}. Te propondremos otra fecha.\n\nUn saludo"),
    "Italian": ("Scrivi un breve messaggio a {a}: {b} non viene il {d}.", "Ciao {f},\n\npurtroppo {b} non potrà venire il {d}. Ti proporremo un'altra data.\n\nUn caro saluto"),
    "Portuguese": ("Escreve uma mensagem curta a {a}: {b} não vem no dia {d}.", "Olá {f},\n\ninfelizmente {b} não poderá vir no dia {d}. Vamos propor outra data.\n\nCumprimentos"),
    "Polish": ("Napisz krótką wiadomość do {a}: {b} nie przyjdzie {d}.", "Cześć {f},\n\nniestety {b} nie może przyjść {d}. Zaproponujemy inny termin.\n\nPozdrawiam"),
    "Turkish": ("{a} için kısa bir mesaj yaz: {b} {d} günü gelmiyor.", "Merhaba {f},\n\nne yazık ki {b} {d} günü gelemeyecek. Yeni bir tarih önereceğiz.\n\nSevgiler"),
    "Swedish": ("Skriv ett kort mejl till {a}: {b} kommer inte {d}.", "Hej {f},\n\ntyvärr kan {b} inte komma {d}. Vi föreslår ett nytt datum.\n\nVänliga hälsningar"),
    "Vietnamese": ("Viết tin nhắn ngắn cho {a}: {b} không đến vào {d}.", "Chào {f},\n\nrất tiếc {b} không thể đến vào {d}. Chúng tôi sẽ đề nghị một ngày khác.\n\nThân mến"),
    "Indonesian": ("Tulis pesan singkat untuk {a}: {b} tidak datang {d}.", "Halo {f},\n\nsayangnya {b} tidak bisa datang {d}. Kami akan mengusulkan tanggal lain.\n\nSalam"),
    "Finnish": ("Kirjoita lyhyt viesti: {a}, {b} ei tule {d}.", "Hei {f},\n\nvalitettavasti {b} ei pääse tulemaan {d}. Ehdotamme uutta aikaa.\n\nTerveisin"),
    "Hungarian": ("Írj rövid üzenetet {a} részére: {b} nem jön {d}.", "Szia {f}!\n\nSajnos {b} nem tud jönni {d}. Javasolunk majd másik időpontot.\n\nÜdvözlettel"),
}
CYRILLIC = dict(zip("abvgdezijklmnoprstufhyw", "абвгдезийклмнопрстуфхыв"))
KOANA = (("Lucia", "ルチア"), ("Tobias", "トビアス"), ("Henrik", "ヘンリク"), ("Olga", "オルガ"), ("Pavel", "パヴェル"), ("Hana", "ハナ"))


def _full(rng: Random, language: str) -> str:
    given, family, _ = NATIVE[language]
    g, f = rng.choice(given), rng.choice(family)
    return f"{f}{g}" if language in TOGETHER else f"{g} {f}"


def _native_list(rng: Random) -> Pair:
    language = rng.choice(list(NATIVE))
    rows = [(_full(rng, language), rng.choice(NATIVE[language][2])) for _ in range(5)]
    ask, say, _, _ = SAID[language]
    name, city = rows[2]
    return ask.format(c=city, l="\n".join(f"{n}, {c}" for n, c in rows)), say.format(n=name, c=city)


def _native_letter(rng: Random) -> Pair:
    language = rng.choice(list(NATIVE))
    name = _full(rng, language)
    return SAID[language][2].format(n=name), SAID[language][3].format(n=name)


def _native_names(rng: Random) -> Pair:
    language = rng.choice(list(NATIVE))
    return f"Ten {language} names for my novel", "\n".join(f"{n}. {_full(rng, language)}" for n in range(1, 11))


def _letter_abroad(rng: Random) -> Pair:
    a, b = people(rng, 2)
    ask, say = LETTERS[rng.choice(list(LETTERS))]
    d = f"{rng.randrange(1, 29)}.{rng.randrange(1, 13)}."
    return ask.format(a=a, b=b, d=d), say.format(f=a.split()[0], b=b, d=d)


def _into_cyrillic(rng: Random) -> Pair:
    some = rng.sample(GIVEN, 4)
    return f"In Cyrillic letters: {', '.join(some)}", ", ".join("".join(CYRILLIC.get(c, c) for c in g.lower()).title() for g in some)


def _into_kana(rng: Random) -> Pair:
    some = rng.sample(KOANA, 4)
    return f"Katakana for {', '.join(a for a, _ in some)}", "\n".join(f"{a} → {b}" for a, b in some)


def _pinyin(rng: Random) -> Pair:
    some = rng.sample((("你好", "nǐ hǎo"), ("谢谢", "xièxie"), ("再见", "zàijiàn"), ("苹果", "píngguǒ"), ("火车站", "huǒchēzhàn"), ("图书馆", "túshūguǎn")), 4)
    return f"Pinyin: {' '.join(a for a, _ in some)}", "\n".join(f"{a} – {b}" for a, b in some)


def _romanised(rng: Random) -> Pair:
    t = rng.choice((("konnichiwa ogenki desu ka", "Hai, genki desu. Anata wa?"), ("privet kak dela", "Vsyo khorosho, spasibo! A u tebya?"), ("kya haal hai bhai", "Sab badhiya yaar, tum batao?"), ("shlonak habibi", "alhamdulillah tamam, w enta?"), ("apa kabar kak", "baik baik aja, kamu gimana?")))
    return f"{t[0]} {rng.choice(GIVEN).lower()}", t[1]


def _english_in(rng: Random) -> Pair:
    language = rng.choice(list(NATIVE))
    name = _full(rng, language)
    return f"How do I write “{name}” in Latin letters, and how do I greet them politely by e-mail to {phone(rng)}?", f"Use the passport spelling if you know it. A polite opening is “Dear Sir or Madam”, and in {language} the formal greeting."


def _mixed_list(rng: Random) -> Pair:
    rows = [f"{_full(rng, x)} | {rng.choice(CITIES)} | {date(rng)}" for x in rng.sample(list(NATIVE), 5)]
    return "Number these lines:\n" + "\n".join(rows), "\n".join(f"{n}. {r}" for n, r in enumerate(rows, 1))


def _review_abroad(rng: Random) -> Pair:
    p = rng.choice(PRODUCTS)
    t = rng.choice((
        (f"Ist der {p} gut? Antworte kurz.", "Ja, vor allem für den Preis."), (f"¿Vale la pena el {p}?", "Sí, aunque la batería dura poco."),
        (f"Le {p} est-il solide ?", "Plutôt, oui, sauf la poignée."), (f"O {p} é bom?", "É, mas faz barulho."), (f"Czy {p} jest dobry?", "Tak, ale drogi."),
        (f"{p} хороший?", "Да, но дорогой."), (f"{p} 好用吗？", "还可以，就是有点贵。"), (f"{p}はどうですか。", "いいですよ。ただ少し高いです。"), (f"هل {p} جيد؟", "نعم، لكنه غالٍ قليلا."),
    ))
    return t


def _idiom(rng: Random) -> Pair:
    t = rng.choice((
        ("Was heißt «ins Gras beißen»?", "To die; literally “to bite into the grass”."), ("meaning of «avoir le cafard»", "To feel down; literally “to have the cockroach”."),
        ("«Estar en las nubes»?", "To be absent-minded, to have one's head in the clouds."), ("Co znaczy «bułka z masłem»?", "Coś bardzo łatwego."),
        ("«七転び八起き»の意味は？", "何度失敗しても立ち上がることです。"), ("что значит «бить баклуши»", "Бездельничать, ничего не делать."), ("«लोहे के चने चबाना» का अर्थ", "बहुत कठिन काम करना।"),
    ))
    return t


def _dates_abroad(rng: Random) -> Pair:
    d = date(rng)
    return f"Write {d} in German, French, Spanish and Japanese; {person(rng)} needs it for {day(rng)}.", f"- {d.split()[0]}. des Monats {d.split()[2]}\n- le {d.split()[0]} {d.split()[2]}\n- {d.split()[0]} de {d.split()[2]}\n- {d.split()[2]}年{rng.randrange(1, 13)}月{d.split()[0]}日"
TERMS = "React|Docker|Kubernetes|Excel|PDF|Wi-Fi|iPhone|Bluetooth|Photoshop|Python|JavaScript|GitHub|WhatsApp|Netflix|USB-C|HDMI|machine learning|cloud storage|gaming laptop|power bank|backend|frontend|unit test|pull request|Google Maps|Power BI|SQL Server|Visual Studio|smart watch|air fryer".split("|")
MIXED = {
    "Arabic": (("كيف أثبت {x} على جهاز {y}؟", "افتح الإعدادات، ثم ابحث عن {x} واضغط تثبيت. بعد ذلك أعد تشغيل {y}."), ("ما الفرق بين {x} و {y}؟", "{x} أسرع، أما {y} فأسهل في الاستخدام."), ("هل {x} أفضل من {y}؟", "نعم، غالبا."), ("لماذا لا يعمل {x} معي؟", "ربما تحتاج إلى تحديث {y} أولا.")),
    "Persian": (("فرق {x} با {y} چیست؟", "{x} سریع‌تر است ولی {y} ساده‌تر است."), ("چطور {x} را نصب کنم؟", "اول {y} را دانلود کنید و بعد نصب را بزنید."), ("آیا {x} خوب است؟", "بله، ولی گران است.")),
    "Urdu": (("{x} اور {y} میں کیا فرق ہے؟", "{x} تیز ہے لیکن {y} آسان ہے۔"), ("{x} کیسے چلائیں؟", "پہلے {y} کھولیں، پھر بٹن دبائیں۔")),
    "Hebrew": (("מה ההבדל בין {x} ל-{y}?", "{x} מהיר יותר, אבל {y} קל יותר לשימוש."), ("איך מתקינים {x}?", "פתחו את {y} ולחצו על התקנה."), ("האם {x} טוב?", "כן, אבל יקר.")),
    "Hindi": (("{x} और {y} में क्या अंतर है?", "{x} तेज़ है, लेकिन {y} आसान है।"), ("{x} कैसे इंस्टॉल करें?", "पहले {y} खोलें, फिर बटन दबाएँ।"), ("क्या {x} अच्छा है?", "हाँ, पर महँगा है।")),
    "Bengali": (("{x} আর {y} এর মধ্যে পার্থক্য কী?", "{x} দ্রুত, কিন্তু {y} সহজ।"), ("{x} কীভাবে চালাব?", "আগে {y} খুলুন, তারপর বোতাম চাপুন।")),
    "Tamil": (("{x} மற்றும் {y} என்ன வேறுபாடு?", "{x} வேகமானது, ஆனால் {y} எளிது."),),
    "Thai": (("{x} กับ {y} ต่างกันอย่างไร", "{x} เร็วกว่า แต่ {y} ใช้ง่ายกว่า"), ("ติดตั้ง {x} ยังไง", "เปิด {y} แล้วกดติดตั้งได้เลย")),
    "Russian": (("Чем {x} отличается от {y}?", "{x} быстрее, а {y} проще."), ("Как установить {x}?", "Скачайте {y} и нажмите «Установить»."), ("{x} хороший?", "Да, но дорогой."), ("Почему не работает {x}?", "Скорее всего, нужно обновить {y}.")),
    "Ukrainian": (("Чим {x} відрізняється від {y}?", "{x} швидший, а {y} простіший."), ("Як увімкнути {x}?", "Відкрийте налаштування {y} і натисніть кнопку.")),
    "Bulgarian": (("Каква е разликата между {x} и {y}?", "{x} е по-бърз, но {y} е по-лесен."),),
    "Greek": (("Ποια είναι η διαφορά ανάμεσα στο {x} και το {y};", "Το {x} είναι πιο γρήγορο, αλλά το {y} πιο εύκολο."), ("Πώς εγκαθιστώ το {x};", "Ανοίξτε το {y} και πατήστε εγκατάσταση.")),
    "Georgian": (("რა განსხვავებაა {x} და {y} შორის?", "{x} უფრო სწრაფია, {y} კი უფრო მარტივი."),),
    "Armenian": (("Ո՞րն է {x}-ի և {y}-ի տարբերությունը", "{x}-ը ավելի արագ է, իսկ {y}-ը՝ ավելի հեշտ։"),),
    "Korean": (("{x}와 {y}의 차이가 뭐예요?", "{x}가 더 빠르지만 {y}가 더 쉽습니다."), ("{x} 설치 방법 알려 주세요", "먼저 {y}를 열고 설치 버튼을 누르세요."), ("{x} 좋아요?", "네, 그런데 비싸요.")),
    "Japanese": (("{x}と{y}の違いは何ですか。", "{x}の方が速いですが、{y}の方が簡単です。"), ("{x}のインストール方法を教えて", "まず{y}を開いて、ボタンを押してください。"), ("{x}はいいですか。", "はい、でも少し高いです。")),
    "Chinese": (("{x}和{y}有什么区别？", "{x}更快，但是{y}更简单。"), ("怎么安装{x}？", "先打开{y}，然后点安装。"), ("{x}好用吗？", "还可以，就是有点贵。")),
}


def _mixed(rng: Random) -> Pair:
    x, y = rng.sample(TERMS, 2)
    ask, say = rng.choice(rng.choice(list(MIXED.values())))
    return ask.format(x=x, y=y), say.format(x=x, y=y)


DAILY = {
    "Arabic": (("اقترح لي عشاء سريعا", "جرب الأرز مع الدجاج والخضار، يحتاج نصف ساعة فقط."), ("كيف أتعلم السباحة؟", "ابدأ بدروس قصيرة مرتين في الأسبوع مع مدرب."), ("اشرح لي الجاذبية ببساطة", "الجاذبية هي القوة التي تجذب الأشياء نحو الأرض."), ("لخص: ارتفعت الأسعار بسبب قلة المطر وضعف المحصول.", "ضعف المحصول رفع الأسعار."), ("ما معنى كلمة صبر؟", "الصبر هو احتمال المشقة دون شكوى.")),
    "Persian": (("برای شام چه درست کنم؟", "برنج با مرغ و سبزیجات، نیم ساعت بیشتر طول نمی‌کشد."), ("جاذبه چیست؟", "نیرویی که چیزها را به سوی زمین می‌کشد.")),
    "Hebrew": (("מה אפשר לבשל לארוחת ערב?", "אורז עם עוף וירקות, תוך חצי שעה."), ("מה זה כוח הכבידה?", "הכוח שמושך דברים אל כדור הארץ."), ("סכם: המחירים עלו כי ירד מעט גשם.", "הבצורת העלתה את המחירים.")),
    "Hindi": (("रात के खाने में क्या बनाऊँ?", "सब्ज़ियों के साथ चावल, आधे घंटे में बन जाएगा।"), ("गुरुत्वाकर्षण क्या है?", "वह बल जो चीज़ों को धरती की ओर खींचता है।"), ("संक्षेप: बारिश कम हुई, इसलिए दाम बढ़े।", "सूखे से दाम बढ़े।")),
    "Bengali": (("রাতে কী রান্না করব?", "সবজি দিয়ে ভাত, আধা ঘণ্টা লাগবে।"), ("মাধ্যাকর্ষণ কী?", "যে শক্তি জিনিসকে পৃথিবীর দিকে টানে।")),
    "Tamil": (("இரவு உணவுக்கு என்ன சமைக்கலாம்?", "காய்கறி சாதம், அரை மணி நேரம் போதும்."),),
    "Thai": (("มื้อเย็นทำอะไรดี", "ข้าวผัดผัก ใช้เวลาแค่ครึ่งชั่วโมง"), ("แรงโน้มถ่วงคืออะไร", "แรงที่ดึงสิ่งของลงสู่พื้นโลก")),
    "Russian": (("Что приготовить на ужин?", "Рис с курицей и овощами, это полчаса."), ("Что такое гравитация?", "Сила, которая притягивает предметы к Земле."), ("Кратко: цены выросли, потому что было мало дождей.", "Засуха подняла цены."), ("Придумай имя для кота", "Барсик или Мурзик.")),
    "Ukrainian": (("Що приготувати на вечерю?", "Рис із куркою та овочами, пів години."),),
    "Greek": (("Τι να μαγειρέψω το βράδυ;", "Ρύζι με κοτόπουλο και λαχανικά, σε μισή ώρα."), ("Τι είναι η βαρύτητα;", "Η δύναμη που τραβάει τα πράγματα προς τη γη.")),
    "Georgian": (("რა მოვამზადო ვახშმად?", "ბრინჯი ბოსტნეულით, ნახევარ საათში."),),
    "Armenian": (("Ի՞նչ պատրաստեմ ընթրիքին", "Բրինձ բանջարեղենով, կես ժամում։"),),
    "Korean": (("저녁에 뭐 먹을까요?", "채소를 넣은 볶음밥은 어때요? 삼십 분이면 됩니다."), ("중력이 뭐예요?", "물체를 지구 쪽으로 끌어당기는 힘입니다."), ("요약: 비가 적게 와서 값이 올랐다.", "가뭄으로 값이 올랐다.")),
    "Japanese": (("晩ご飯は何がいいですか。", "野菜チャーハンはどうですか。三十分でできます。"), ("重力とは何ですか。", "物を地球の方へ引っ張る力です。"), ("要約:雨が少なかったので値段が上がった。", "干ばつで値上がり。"), ("猫の名前を考えて", "タマ、ミケ、ソラはどうでしょう。")),
    "Chinese": (("晚饭做什么好？", "蔬菜炒饭，半小时就好。"), ("什么是重力？", "把东西拉向地球的力。"), ("总结：雨水少，所以价格上涨。", "干旱让价格上涨。"), ("给小猫起个名字", "叫小花或者豆豆吧。")),
}


def _daily(rng: Random) -> Pair:
    return rng.choice(rng.choice(list(DAILY.values())))
