//! Hand-made sentences of each language: source, cue and content, or nothing.

use crate::cite::tests_support::document;
use crate::cite::{Attribution, SourceKind, attributions};

/// A sentence, and the source, cue and content that a reader finds in it; all empty for none.
type Row = (&'static str, [&'static str; 3]);

const NONE: [&str; 3] = ["", "", ""];

fn read(code: &str, text: &str) -> Vec<Attribution> {
    let mut page = document(text);
    page.language = Some(code.to_owned());
    attributions(&page)
}

fn check(code: &str, rows: &[Row]) {
    assert!(rows.len() >= 12, "{code}");
    let mut wrong = Vec::new();
    for (text, expected) in rows {
        let found = read(code, text);
        let shown = found.first().map_or_else(
            || NONE.map(str::to_owned),
            |found| {
                let source = found
                    .source
                    .as_ref()
                    .map_or("", |source| source.span.of(text));
                let content: Vec<&str> = found.content.iter().map(|span| span.of(text)).collect();
                [
                    source.to_owned(),
                    found.cue.of(text).to_owned(),
                    content.join(" … "),
                ]
            },
        );
        if shown != *expected {
            wrong.push(format!("{text}\n   {shown:?}\n   {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{code}\n{}", wrong.join("\n"));
}

#[test]
fn spanish_is_read() {
    check(
        "es",
        &[
            (
                "«Salió de noche», afirmó Ruben Aske, secretario del sindicato.",
                [
                    "Ruben Aske, secretario del sindicato",
                    "afirmó",
                    "«Salió de noche»",
                ],
            ),
            (
                "El portavoz de la cancillería, Teodor Vask, dijo ayer que no hay nadie.",
                [
                    "El portavoz de la cancillería, Teodor Vask,",
                    "dijo",
                    "que no hay nadie",
                ],
            ),
            (
                "Hay soldados en el valle, según un despacho publicado por StraitNet.",
                [
                    "un despacho publicado por StraitNet",
                    "según",
                    "Hay soldados en el valle",
                ],
            ),
            (
                "Según la ministra, el puente está cerrado.",
                ["la ministra", "Según", "el puente está cerrado"],
            ),
            (
                "La alcaldesa aseguró que el agua es potable.",
                ["La alcaldesa", "aseguró", "que el agua es potable"],
            ),
            (
                "“No sabíamos nada”, dijo el capitán.",
                ["el capitán", "dijo", "“No sabíamos nada”"],
            ),
            (
                "De acuerdo con la policía, murieron dos personas.",
                ["la policía", "De acuerdo con", "murieron dos personas"],
            ),
            (
                "El barco se hundió de noche, informó EFE.",
                ["EFE", "informó", "El barco se hundió de noche"],
            ),
            (
                "Ana Ruiz declaró: «Volveremos mañana».",
                ["Ana Ruiz", "declaró", "«Volveremos mañana»"],
            ),
            (
                "Dos funcionarios indicaron que la carta es falsa.",
                ["Dos funcionarios", "indicaron", "que la carta es falsa"],
            ),
            ("La novela «El puerto» se publicó ayer.", NONE),
            ("El llamado «tren fantasma» llegó tarde.", NONE),
            ("El tren llegó tarde a la ciudad.", NONE),
        ],
    );
}

#[test]
fn french_is_read() {
    check(
        "fr",
        &[
            (
                "« Rien à dire », a déclaré Marie Dupont.",
                ["Marie Dupont", "a déclaré", "« Rien à dire »"],
            ),
            (
                "Selon le ministère, le pont est fermé.",
                ["le ministère", "Selon", "le pont est fermé"],
            ),
            (
                "Le maire a affirmé que l'eau est potable.",
                ["Le maire", "a affirmé", "que l'eau est potable"],
            ),
            (
                "Deux personnes sont mortes, selon la police.",
                ["la police", "selon", "Deux personnes sont mortes"],
            ),
            (
                "D’après Reuters, le navire a coulé.",
                ["Reuters", "D’après", "le navire a coulé"],
            ),
            (
                "« C'est fini », dit le capitaine.",
                ["le capitaine", "dit", "« C'est fini »"],
            ),
            (
                "La ministre a expliqué : « Nous partons demain. »",
                ["La ministre", "a expliqué", "« Nous partons demain. »"],
            ),
            (
                "Le navire a coulé dans la nuit, a indiqué la préfecture.",
                [
                    "la préfecture",
                    "a indiqué",
                    "Le navire a coulé dans la nuit",
                ],
            ),
            (
                "Le porte-parole a précisé qu’il n’y a pas de blessés.",
                ["Le porte-parole", "a précisé", "qu’il n’y a pas de blessés"],
            ),
            (
                "Des sources ont confirmé que la lettre est fausse.",
                ["Des sources", "ont confirmé", "que la lettre est fausse"],
            ),
            ("Le roman « Le Port » est sorti hier.", NONE),
            ("Le « train fantôme » est arrivé en retard.", NONE),
            ("Le train est arrivé en retard.", NONE),
        ],
    );
}

#[test]
fn german_is_read() {
    check(
        "de",
        &[
            (
                "„Nein“, sagte Anna Weber.",
                ["Anna Weber", "sagte", "„Nein“"],
            ),
            (
                "Der Minister sagte, dass die Brücke gesperrt sei.",
                ["Der Minister", "sagte", "dass die Brücke gesperrt sei"],
            ),
            ("Laut Polizei starben zwei Menschen.", NONE),
            (
                "Das Schiff sank in der Nacht, laut einem Bericht.",
                ["einem Bericht", "laut", "Das Schiff sank in der Nacht"],
            ),
            (
                "Die Bürgermeisterin erklärte: „Das Wasser ist sauber.“",
                [
                    "Die Bürgermeisterin",
                    "erklärte",
                    "„Das Wasser ist sauber.“",
                ],
            ),
            (
                "Das Schiff sank in der Nacht, berichtete die Zeitung.",
                ["die Zeitung", "berichtete", "Das Schiff sank in der Nacht"],
            ),
            (
                "„Wir wissen nichts“, teilte die Behörde mit.",
                ["die Behörde", "teilte", "„Wir wissen nichts“"],
            ),
            (
                "Die Polizei bestätigte, dass zwei Menschen starben.",
                ["Die Polizei", "bestätigte", "dass zwei Menschen starben"],
            ),
            (
                "Zwei Beamte sagten, dass der Brief falsch sei.",
                ["Zwei Beamte", "sagten", "dass der Brief falsch sei"],
            ),
            (
                "»Es ist vorbei«, sagte der Kapitän.",
                ["der Kapitän", "sagte", "»Es ist vorbei«"],
            ),
            ("Der Roman „Der Hafen“ erschien gestern.", NONE),
            ("Der „Geisterzug“ kam zu spät.", NONE),
            ("Der Zug kam zu spät.", NONE),
        ],
    );
}

#[test]
fn portuguese_is_read() {
    check(
        "pt",
        &[
            ("«Não», disse Rui Costa.", ["Rui Costa", "disse", "«Não»"]),
            (
                "O ministro afirmou que a ponte está fechada.",
                ["O ministro", "afirmou", "que a ponte está fechada"],
            ),
            (
                "Segundo a polícia, duas pessoas morreram.",
                ["a polícia", "Segundo", "duas pessoas morreram"],
            ),
            (
                "O navio afundou de noite, de acordo com a Reuters.",
                ["a Reuters", "de acordo com", "O navio afundou de noite"],
            ),
            (
                "A prefeita declarou: “A água é limpa.”",
                ["A prefeita", "declarou", "“A água é limpa.”"],
            ),
            (
                "O navio afundou de noite, informou a marinha.",
                ["a marinha", "informou", "O navio afundou de noite"],
            ),
            (
                "“Não sabemos de nada”, contou o capitão.",
                ["o capitão", "contou", "“Não sabemos de nada”"],
            ),
            (
                "Duas fontes disseram que a carta é falsa.",
                ["Duas fontes", "disseram", "que a carta é falsa"],
            ),
            (
                "O governo negou que haja feridos.",
                ["O governo", "negou", "que haja feridos"],
            ),
            (
                "Conforme o relatório, nada mudou.",
                ["o relatório", "Conforme", "nada mudou"],
            ),
            ("O romance “O porto” saiu ontem.", NONE),
            ("O chamado “trem fantasma” atrasou.", NONE),
            ("O trem atrasou ontem.", NONE),
        ],
    );
}

#[test]
fn italian_is_read() {
    check(
        "it",
        &[
            (
                "«Niente da dire», ha detto Maria Rossi.",
                ["Maria Rossi", "ha detto", "«Niente da dire»"],
            ),
            (
                "Il ministro ha affermato che il ponte è chiuso.",
                ["Il ministro", "ha affermato", "che il ponte è chiuso"],
            ),
            (
                "Secondo la polizia, due persone sono morte.",
                ["la polizia", "Secondo", "due persone sono morte"],
            ),
            (
                "La nave è affondata di notte, secondo un rapporto.",
                ["un rapporto", "secondo", "La nave è affondata di notte"],
            ),
            (
                "La sindaca ha dichiarato: “L'acqua è pulita.”",
                ["La sindaca", "ha dichiarato", "“L'acqua è pulita.”"],
            ),
            (
                "La nave è affondata di notte, riferisce l'Ansa.",
                ["l'Ansa", "riferisce", "La nave è affondata di notte"],
            ),
            (
                "«Non sappiamo nulla», spiega il capitano.",
                ["il capitano", "spiega", "«Non sappiamo nulla»"],
            ),
            (
                "Due funzionari hanno confermato che la lettera è falsa.",
                [
                    "Due funzionari",
                    "hanno confermato",
                    "che la lettera è falsa",
                ],
            ),
            (
                "Il governo sostiene che non ci sono feriti.",
                ["Il governo", "sostiene", "che non ci sono feriti"],
            ),
            (
                "Stando a Reuters, nulla è cambiato.",
                ["Reuters", "Stando a", "nulla è cambiato"],
            ),
            ("Il romanzo «Il porto» è uscito ieri.", NONE),
            ("Il cosiddetto “treno fantasma” è in ritardo.", NONE),
            ("Il treno è in ritardo.", NONE),
        ],
    );
}

#[test]
fn russian_is_read() {
    check(
        "ru",
        &[
            (
                "«Мы ничего не знаем», — сказал капитан Иван Петров.",
                ["капитан Иван Петров", "сказал", "«Мы ничего не знаем»"],
            ),
            (
                "Министр обороны заявил, что мост закрыт.",
                ["Министр обороны", "заявил", "что мост закрыт"],
            ),
            (
                "По словам мэра, вода чистая.",
                ["мэра", "По словам", "вода чистая"],
            ),
            (
                "По данным полиции, погибли два человека.",
                ["полиции", "По данным", "погибли два человека"],
            ),
            (
                "Корабль затонул ночью, сообщает ТАСС.",
                ["ТАСС", "сообщает", "Корабль затонул ночью"],
            ),
            (
                "Как сообщил Иван Петров, письмо поддельное.",
                ["Иван Петров", "Как сообщил", "письмо поддельное"],
            ),
            (
                "Корабль затонул ночью, сообщает «Интерфакс» со ссылкой на МЧС.",
                ["«Интерфакс»", "сообщает", "Корабль затонул ночью"],
            ),
            (
                "Глава МИД Анна Белова в понедельник сказала: «Мы уедем завтра».",
                ["Глава МИД Анна Белова", "сказала", "«Мы уедем завтра»"],
            ),
            (
                "Двое чиновников рассказали, что переговоры сорвались.",
                ["Двое чиновников", "рассказали", "что переговоры сорвались"],
            ),
            (
                "Согласно отчёту, ничего не изменилось.",
                ["отчёту", "Согласно", "ничего не изменилось"],
            ),
            ("Роман «Порт» вышел вчера.", NONE),
            ("Так называемый «поезд-призрак» опоздал.", NONE),
            ("Поезд опоздал на два часа.", NONE),
        ],
    );
}

#[test]
fn ukrainian_is_read() {
    check(
        "uk",
        &[
            (
                "«Ми нічого не знаємо», — сказав капітан Іван Бойко.",
                ["капітан Іван Бойко", "сказав", "«Ми нічого не знаємо»"],
            ),
            (
                "Міністр оборони заявив, що міст закрито.",
                ["Міністр оборони", "заявив", "що міст закрито"],
            ),
            (
                "За словами мера, вода чиста.",
                ["мера", "За словами", "вода чиста"],
            ),
            (
                "За даними поліції, загинули двоє людей.",
                ["поліції", "За даними", "загинули двоє людей"],
            ),
            (
                "Корабель затонув уночі, повідомляє Укрінформ.",
                ["Укрінформ", "повідомляє", "Корабель затонув уночі"],
            ),
            (
                "Як повідомив Іван Бойко, лист підроблений.",
                ["Іван Бойко", "Як повідомив", "лист підроблений"],
            ),
            (
                "Корабель затонув уночі, повідомляє УНІАН з посиланням на ДСНС.",
                ["УНІАН", "повідомляє", "Корабель затонув уночі"],
            ),
            (
                "Речниця міністерства Анна Біла у понеділок сказала: «Ми поїдемо завтра».",
                [
                    "Речниця міністерства Анна Біла",
                    "сказала",
                    "«Ми поїдемо завтра»",
                ],
            ),
            (
                "Двоє посадовців розповіли, що переговори зірвалися.",
                ["Двоє посадовців", "розповіли", "що переговори зірвалися"],
            ),
            (
                "Згідно з документом, нічого не змінилося.",
                ["документом", "Згідно з", "нічого не змінилося"],
            ),
            ("Роман «Порт» вийшов учора.", NONE),
            ("Так званий «поїзд-привид» запізнився.", NONE),
            ("Поїзд запізнився на дві години.", NONE),
        ],
    );
}

#[test]
fn korean_is_read() {
    check(
        "ko",
        &[
            (
                "김철수 대변인은 “다리를 폐쇄했다”라고 말했다.",
                ["김철수 대변인", "말했다", "“다리를 폐쇄했다”"],
            ),
            (
                "연합뉴스에 따르면 배가 밤에 침몰했다.",
                ["연합뉴스", "에 따르면", "배가 밤에 침몰했다"],
            ),
            (
                "“우리는 아무것도 모른다”라고 선장이 밝혔다.",
                ["선장", "밝혔다", "“우리는 아무것도 모른다”"],
            ),
            (
                "경찰은 두 명이 숨졌다고 밝혔다.",
                ["경찰", "밝혔다", "두 명이 숨졌다고"],
            ),
            (
                "로이터통신은 협상이 결렬됐다고 보도했다.",
                ["로이터통신", "보도했다", "협상이 결렬됐다고"],
            ),
            (
                "이영희 장관은 \"물은 깨끗하다\"고 강조했다.",
                ["이영희 장관", "강조했다", "\"물은 깨끗하다\""],
            ),
            (
                "국방부에 따르면, 훈련은 내일 끝난다.",
                ["국방부", "에 따르면", "훈련은 내일 끝난다"],
            ),
            (
                "이날 정부는 편지가 가짜라고 발표했다.",
                ["정부", "발표했다", "편지가 가짜라고"],
            ),
            (
                "익명의 관계자는 “변한 것이 없다”고 전했다.",
                ["익명의 관계자", "전했다", "“변한 것이 없다”"],
            ),
            (
                "서울에서 열린 회견에서 총리는 “내일 떠난다”라고 밝혔다.",
                ["총리", "밝혔다", "“내일 떠난다”"],
            ),
            ("소설 ‘항구’가 어제 나왔다.", NONE),
            ("이른바 “유령 열차”가 늦게 도착했다.", NONE),
            ("열차가 두 시간 늦었다.", NONE),
        ],
    );
}

#[test]
fn japanese_is_read() {
    check(
        "ja",
        &[
            (
                "岸本首相は「橋を閉鎖した」と述べた。",
                ["岸本首相", "述べた", "「橋を閉鎖した」"],
            ),
            (
                "共同通信によると、船は夜に沈没した。",
                ["共同通信", "によると", "船は夜に沈没した"],
            ),
            (
                "「何も知らない」と船長は語った。",
                ["船長", "語った", "「何も知らない」"],
            ),
            (
                "警察は二人が死亡したと発表した。",
                ["警察", "発表した", "二人が死亡した"],
            ),
            (
                "ロイター通信が交渉は決裂したと報じた。",
                ["ロイター通信", "報じた", "交渉は決裂した"],
            ),
            (
                "市長は5日、水は清潔だと強調した。",
                ["市長", "強調した", "水は清潔だ"],
            ),
            (
                "外務省によれば、手紙は偽物だという。",
                ["外務省", "によれば", "手紙は偽物だという"],
            ),
            (
                "記者会見で田中大臣は「明日出発する」と話した。",
                ["田中大臣", "話した", "「明日出発する」"],
            ),
            (
                "複数の関係者は「何も変わらない」と明らかにした。",
                ["複数の関係者", "明らかにした", "「何も変わらない」"],
            ),
            (
                "5日、官房長官は「承知していない」と述べた。",
                ["官房長官", "述べた", "「承知していない」"],
            ),
            ("小説『港』は昨日発売された。", NONE),
            ("いわゆる「幽霊列車」が遅れた。", NONE),
            ("列車は二時間遅れた。", NONE),
        ],
    );
}

#[test]
fn chinese_is_read() {
    check(
        "zh",
        &[
            (
                "外交部发言人毛林说：“大桥已经关闭。”",
                ["外交部发言人毛林", "说", "“大桥已经关闭。”"],
            ),
            (
                "据新华社报道，船在夜里沉没。",
                ["新华社", "据", "船在夜里沉没"],
            ),
            (
                "“我们什么都不知道。”船长说。",
                ["船长", "说", "“我们什么都不知道。”"],
            ),
            ("警方表示，两人死亡。", ["警方", "表示", "两人死亡"]),
            ("路透社报道称，谈判破裂。", ["路透社", "报道称", "谈判破裂"]),
            (
                "市长李华3日在记者会上强调，水是干净的。",
                ["市长李华", "强调", "水是干净的"],
            ),
            ("据警方称，信是假的。", ["警方", "据", "信是假的"]),
            (
                "两名官员透露，什么都没有变。",
                ["两名官员", "透露", "什么都没有变"],
            ),
            (
                "周二，国防部长王强宣布演习结束。",
                ["国防部长王强", "宣布", "演习结束"],
            ),
            ("他告诉记者，他们明天出发。", ["他", "告诉", "他们明天出发"]),
            (
                "發言人陳明說：「橋已經關閉。」",
                ["發言人陳明", "說", "「橋已經關閉。」"],
            ),
            ("小说《港口》昨天出版。", NONE),
            ("所谓“幽灵列车”晚点了。", NONE),
            ("列车晚点两个小时。", NONE),
        ],
    );
}

#[test]
fn sources_have_names_and_kinds() {
    for (code, text, name, kind) in [
        (
            "es",
            "El portavoz, Teodor Vask, dijo que no hay nadie.",
            "Teodor Vask",
            SourceKind::Person,
        ),
        (
            "es",
            "Hay soldados, según un despacho publicado por StraitNet.",
            "StraitNet",
            SourceKind::Organization,
        ),
        (
            "es",
            "Dos funcionarios indicaron que es falso.",
            "Dos funcionarios",
            SourceKind::Anonymous,
        ),
        (
            "ru",
            "Двое чиновников рассказали, что переговоры сорвались.",
            "Двое чиновников",
            SourceKind::Anonymous,
        ),
        (
            "zh",
            "外交部发言人毛林说：“大桥已经关闭。”",
            "毛林",
            SourceKind::Person,
        ),
        (
            "zh",
            "两名官员透露，什么都没有变。",
            "两名官员",
            SourceKind::Anonymous,
        ),
        (
            "zh",
            "警方表示，两人死亡。",
            "警方",
            SourceKind::Organization,
        ),
        (
            "ja",
            "岸本首相は「橋を閉鎖した」と述べた。",
            "岸本首相",
            SourceKind::Person,
        ),
        (
            "ko",
            "익명의 관계자는 “변한 것이 없다”고 전했다.",
            "익명의 관계자",
            SourceKind::Anonymous,
        ),
    ] {
        let found = read(code, text);
        let source = found[0].source.as_ref().unwrap();
        assert_eq!((source.name.as_str(), source.kind), (name, kind), "{text}");
    }
}

#[test]
fn a_pronoun_points_back_and_a_citing_outlet_has_a_source_behind() {
    let text = "毛林说：“大桥已经关闭。”他表示，水是干净的。";
    let found = read("zh", text);
    assert_eq!(found[1].source.as_ref().unwrap().name, "毛林");
    let text = "Корабль затонул ночью, сообщает «Интерфакс» со ссылкой на МЧС.";
    let found = read("ru", text);
    assert_eq!(found[0].behind[0].span.of(text), "МЧС");
}

#[test]
fn direct_speech_is_told_from_mixed_without_blanks_too() {
    use crate::cite::Quotation::{Direct, Indirect, Mixed};
    for (code, text, kind) in [
        ("ja", "岸本首相は「橋を閉鎖した」と述べた。", Direct),
        ("zh", "毛林说，“大桥”已经在昨天晚上关闭。", Mixed),
        ("zh", "警方表示，两人死亡。", Indirect),
    ] {
        assert_eq!(read(code, text)[0].quotation, kind, "{text}");
    }
}

#[test]
fn nobody_is_read_in_a_language_without_a_table() {
    assert!(read("fi", "“Ei”, sanoi Anna Virta.").is_empty());
    assert!(read("sv", "”Nej”, said Anna Lind.").is_empty());
}
