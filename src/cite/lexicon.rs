//! The words that the rules of attribution turn on, as tables.
//!
//! Verbs are listed by lemma under the frame in which they report: what stands between the cue and
//! its content. The choice follows the cue inventories of `PolNeAR` and PARC 3; their forms are
//! made by rule, with the irregular ones in a table.

use std::sync::LazyLock;

/// What a reporting verb takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    /// A clause or a quotation: "said that".
    Say,
    /// A recipient, then a clause: "told reporters that".
    Tell,
    /// An object with what is said of it or wanted of it: "called him", "urged them to".
    Object,
    /// A finding, often of a document: "shows that".
    Show,
}

/// The form of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// "say"
    Base,
    /// "says"
    Third,
    /// "said", also as participle.
    Past,
    /// "shown"
    Participle,
    /// "saying"
    Ing,
}

/// A form of a reporting verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verb {
    /// What it takes.
    pub(super) frame: Frame,
    /// Its form.
    pub(super) form: Form,
    /// Whether the same letters are often a noun or an adjective ("claims", "reports").
    pub(super) noun: bool,
}

/// Word classes; a word may be in several.
pub(super) mod class {
    pub(crate) const BE: u32 = 1;
    pub(crate) const HAVE: u32 = 1 << 1;
    pub(crate) const DO: u32 = 1 << 2;
    pub(crate) const MODAL: u32 = 1 << 3;
    pub(crate) const NOT: u32 = 1 << 4;
    pub(crate) const DETERMINER: u32 = 1 << 5;
    /// Pronouns that can be a subject.
    pub(crate) const SUBJECT: u32 = 1 << 6;
    pub(crate) const POSSESSIVE: u32 = 1 << 7;
    pub(crate) const PREPOSITION: u32 = 1 << 8;
    pub(crate) const COORDINATOR: u32 = 1 << 9;
    /// Words that open a subordinate clause.
    pub(crate) const SUBORDINATOR: u32 = 1 << 10;
    pub(crate) const RELATIVE: u32 = 1 << 11;
    pub(crate) const ADVERB: u32 = 1 << 12;
    /// Days of the week and the like: "said Monday".
    pub(crate) const TIME: u32 = 1 << 13;
    pub(crate) const TITLE: u32 = 1 << 14;
    /// Nouns for people who speak in some capacity.
    pub(crate) const ROLE: u32 = 1 << 15;
    /// Nouns for many.
    pub(crate) const GROUP: u32 = 1 << 16;
    /// Nouns for bodies.
    pub(crate) const BODY: u32 = 1 << 17;
    /// Nouns for documents and other things that show something.
    pub(crate) const DOCUMENT: u32 = 1 << 18;
    pub(crate) const OBJECT: u32 = 1 << 19;
    /// Verb forms that can only be a predicate.
    pub(crate) const PREDICATE: u32 = 1 << 20;
    pub(crate) const QUANTIFIER: u32 = 1 << 21;
    /// Nouns that name an utterance: "statement", "interview".
    pub(crate) const UTTERANCE: u32 = 1 << 22;
    /// Nouns for an outlet: "the newspaper".
    pub(crate) const OUTLET: u32 = 1 << 23;
    /// Nouns for members of a family.
    pub(crate) const KIN: u32 = 1 << 24;
    /// Prepositions that bind to the noun before them.
    pub(crate) const OF_LIKE: u32 = 1 << 25;
    pub(crate) const PLACE_LIKE: u32 = 1 << 26;
    pub(crate) const TO_LIKE: u32 = 1 << 27;
    /// Verbs that also have common uses without content: "added a wing", "continued to work".
    pub(crate) const STRICT: u32 = 1 << 28;
    /// Words that are no reporting verbs and yet may tell that somebody said something.
    pub(crate) const TELLING: u32 = 1 << 29;
}

/// What the tables know of a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// The [`class`]es that it is in.
    pub(super) classes: u32,
    /// The reporting verb that it is a form of.
    pub(super) verb: Option<Verb>,
}

const SAY: &str = "say purport add write argue insist note explain acknowledge concede admit announce \
    tweet retweet claim assert allege contend maintain declare state stress emphasize emphasise \
    conclude predict warn suggest hint imply remark observe comment respond reply \
    answer counter quip joke muse lament complain boast brag recall recount reiterate repeat \
    continue confirm deny disclose report speculate surmise opine posit testify swear vow pledge \
    promise agree caution clarify mention propose exclaim shout yell chant interject proclaim \
    affirm confess fume scoff gush bemoan decry elaborate post email text estimate forecast \
    project calculate ask wonder pray cry point publish charge threaten underscore underline \
    signal recommend request demand guarantee profess pronounce utter echo express \
    deadpan enthuse chime whisper mutter murmur reckon caption blog relate snap retort sigh laugh \
    advise counsel crow intone marvel rule plead outline highlight detail \
    reveal volunteer specify postulate theorize hypothesize concur grumble gripe rant rail";
const TELL: &str = "tell inform remind assure advise warn notify ask teach reassure caution \
    promise lecture";
const OBJECT: &str = "call describe accuse criticize criticise urge praise blast slam blame attack \
    denounce condemn dismiss reject mock dub label brand compare liken challenge question \
    encourage implore exhort beg order instruct applaud laud hail tout deride rip assail chide \
    rebuke scold lambaste ridicule taunt trash congratulate thank welcome portray characterize \
    characterise depict discuss reference invoke address advocate release issue share unveil \
    voice knock hammer disavow repudiate renounce rebut rebuff protest cheer extol credit \
    reaffirm refer talk speak apologize apologise vouch fault berate castigate skewer \
    bash cite lash jab bark scorch savage flay commend salute quote raise \
   ";
const SHOW: &str = "show find reveal indicate suggest report conclude estimate confirm read \
    document detail project forecast demonstrate record attest corroborate";

/// Past and participle of irregular verbs, and of those that double their last letter.
const IRREGULAR: &[(&str, &str, &str)] = &[
    ("say", "said", "said"),
    ("tell", "told", "told"),
    ("write", "wrote", "written"),
    ("find", "found", "found"),
    ("show", "showed", "shown"),
    ("speak", "spoke", "spoken"),
    ("read", "read", "read"),
    ("swear", "swore", "sworn"),
    ("teach", "taught", "taught"),
    ("forecast", "forecast", "forecast"),
    ("quip", "quipped", "quipped"),
    ("admit", "admitted", "admitted"),
    ("rip", "ripped", "ripped"),
    ("slam", "slammed", "slammed"),
    ("brag", "bragged", "bragged"),
    ("rebut", "rebutted", "rebutted"),
    ("dub", "dubbed", "dubbed"),
    ("blog", "blogged", "blogged"),
    ("snap", "snapped", "snapped"),
    ("jab", "jabbed", "jabbed"),
    ("refer", "referred", "referred"),
    ("concur", "concurred", "concurred"),
    ("beg", "begged", "begged"),
];

/// Lemmas whose base form or third person is as often a noun.
const NOUNS: &str = "claim report note state comment answer joke boast estimate forecast project \
    charge question attack order call challenge address release issue share voice signal demand \
    request promise pledge vow post email text tweet lecture record document detail read show \
    find reference label brand credit fault cheer protest blame ask point cry shout chant \
    remark counter rule cite yell rant raise praise hail mock text retweet brief quote murmur \
    mutter whisper laugh sigh crow blog caption jab knock hammer rip blast slam trash rebuke \
    taunt host highlight outline snap bark echo threat hint program talk \
    lament relate record";

/// Word classes as lists of words.
const CLASSES: &[(u32, &str)] = &[
    (
        class::BE | class::PREDICATE,
        "is are was were am isn't aren't wasn't weren't",
    ),
    (class::BE, "be been being"),
    (
        class::HAVE | class::PREDICATE,
        "has had have hasn't hadn't haven't i've they've we've you've",
    ),
    (
        class::DO | class::PREDICATE,
        "do does did don't doesn't didn't",
    ),
    (
        class::MODAL | class::PREDICATE,
        "will would shall should can could may might must cannot can't couldn't won't wouldn't \
         shouldn't",
    ),
    (
        class::NOT,
        "not never n't isn't aren't wasn't weren't hasn't hadn't haven't don't doesn't didn't \
         cannot can't couldn't won't wouldn't shouldn't neither nor",
    ),
    (
        class::DETERMINER,
        "the a an this these those that each every another any no such either both",
    ),
    (
        class::SUBJECT,
        "he she they it we i you who which that he's she's they're someone somebody everyone \
         everybody nobody others many some several most few both one ones all none these those",
    ),
    (
        class::OBJECT,
        "him her them us me it himself herself themselves itself you",
    ),
    (class::POSSESSIVE, "his her their its our my your whose"),
    (
        class::PREPOSITION,
        "in on at by for from with about into upon via through during under over after before \
         of to against among between within without toward towards inside outside near across \
         behind beyond despite since until around amid like except per than as because",
    ),
    (class::COORDINATOR, "and or but nor yet so plus then"),
    (
        class::SUBORDINATOR,
        "that as when while because if after before although though since where whereas unless \
         until once whether how why what than so even",
    ),
    (class::RELATIVE, "who whom whose which that"),
    (
        class::ADVERB,
        "also then later back just still even already ever once again first often simply only now \
         further however instead rather quite soon recently earlier previously reportedly \
         repeatedly never always then sometimes twice too famously meanwhile subsequently \
         finally long not today yesterday tonight almost all both each themselves \
         himself herself itself ago since too",
    ),
    (
        class::TIME,
        "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight \
         tomorrow monday's night morning afternoon evening week month year weekend january \
         february march april june july august september october november december",
    ),
    (
        class::TITLE,
        "mr mrs ms dr sen rep gov gen lt col sgt capt cmdr maj adm rev prof sir lord lady dame \
         president senator representative governor general lieutenant colonel sergeant captain \
         commander major admiral reverend professor doctor judge justice mayor secretary minister \
         chancellor premier king queen prince princess pope bishop congressman congresswoman \
         chairman chairwoman speaker attorney ambassador sheriff detective officer inspector \
         superintendent constable mister miss former ex-president vice deputy prime chief \
         councillor cllr counsellor brigadier private corporal spokesman spokeswoman \
         spokesperson director",
    ),
    (
        class::ROLE,
        "official officials source sources insider insiders aide aides adviser advisers advisor \
         advisors strategist strategists operative operatives analyst analysts expert experts \
         diplomat diplomats investigator investigators agent agents officer officers authority \
         authorities spokesman spokeswoman spokesperson spokespeople spokesmen lawyer lawyers \
         attorney attorneys prosecutor prosecutors executive executives staffer staffers staff \
         employee employees observer observers lawmaker lawmakers donor donors ally allies \
         associate associates friend friends colleague colleagues confidant consultant \
         consultants pollster professor economist economists scientist scientists researcher \
         researchers historian witness witnesses participant participants surrogate deputy \
         commander counsel assistant organizer organizers member members representative \
         representatives reporter reporters journalist journalists commentator policeman police \
         negotiator regulator regulators banker bankers manager managers director doctor doctors \
         physician engineer engineers president senator governor secretary candidate nominee \
         judge justice mayor minister premier chancellor pope bishop anchor moderator author \
         writer editor columnist blogger chairman chairwoman chair chief speaker leader leaders \
         soldier soldiers volunteer volunteers nurse nurses neighbor neighbors neighbour \
         neighbours guard guards person people man woman men women boy girl resident skipper \
         captain general head owner founder lecturer teacher secretary-general coach ceo \
         congressman congresswoman commissioner ambassador diplomat historian novelist critic \
         correspondent host biographer scholar fellow geologist surgeon pilot fisherman driver",
    ),
    (
        class::GROUP,
        "republicans democrats conservatives liberals progressives independents voters supporters \
         critics opponents people activists advocates protesters residents leaders many some \
         several others most few members fans followers lawmakers americans women men \
         evangelicals rivals observers skeptics detractors senators governors politicians \
         economists scientists historians readers viewers neighbours neighbors \
         workers parents students teachers doctors families villagers locals campaigners \
         delegates respondents rebels farmers",
    ),
    (
        class::BODY,
        "ministry department agency committee commission campaign company firm group bank \
         government administration house court party union association institute university \
         council board office service bureau force forces army navy brigade police \
         organization organisation foundation center centre corporation authority team \
         directorate insurer mutual carrier manufacturer regulator institution embassy \
         parliament congress senate assembly cabinet coalition charity hospital school \
         observatory archive society network alliance federation fund command staff laboratory \
         think-tank bloc treasury watchdog publisher operator airline club league trust circle relief",
    ),
    (
        class::DOCUMENT,
        "report reports study studies poll polls survey surveys document documents data figures \
         records record memo memos email emails letter letters filing filings lawsuit complaint \
         indictment analysis research review book article story stories column editorial \
         statement statements transcript video videos clip footage imagery images pictures \
         photographs photograph photo photos minutes log logs slide briefing assessment website \
         headline sign signs ad ads post posts tweet tweets caption label note notes findings \
         results numbers statistics exit-polls audit investigation resolution bill law order \
         ruling platform paper tape recording recordings transcripts evidence intelligence \
         screenshot map maps radar communique bulletin release",
    ),
    (
        class::UTTERANCE,
        "statement interview speech tweet email e-mail letter post message memo remarks address \
         news press conference briefing op-ed video release book column article report hearing \
         call testimony essay blog podcast broadcast debate rally telephone phone note",
    ),
    (
        class::OUTLET,
        "newspaper paper agency magazine website site blog outlet daily weekly broadcaster \
         tabloid wire journal portal channel station",
    ),
    (
        class::QUANTIFIER,
        "one two three four five six seven eight nine ten several many some most few dozens \
         hundreds more other multiple both all various",
    ),
    (
        class::KIN,
        "mother father wife husband son daughter brother sister uncle aunt cousin parents",
    ),
    (
        class::PREDICATE,
        "went came made took gave got became began saw knew thought felt kept held left met \
         brought ran sat stood lost won paid sent built spent grew drew led rose fell broke chose \
         spoke drove hit cut set bought caught fought sought taught threw wore wants wanted needs \
         goes comes makes takes gives gets seems seemed appears appeared remains remained began \
         begins believes believed thinks hopes hoped expects expected plans planned tried tries \
         refused declined decided turned looked used worked moved lived died called asked \
         opened closed started stopped ended continued happened helped showed played followed \
         joined faced served supported opposed voted signed passed approved rejected received \
         included offered agreed he's she's it's they're we're i'm you're that's there's",
    ),
    (class::OF_LIKE, "of for with familiar behind"),
    (
        class::PLACE_LIKE,
        "in at from on within inside near against by about",
    ),
    (class::TO_LIKE, "to"),
    (
        class::STRICT,
        "added adds add adding continued continues continue continuing responded responds \
         respond replied replies answered answers countered commented comments joked explained \
         explains posted posts emailed texted read reads laughed cried sighed snapped projected \
         charged pointed points counseled pleaded confessed recalled related relayed wrote \
         writes asked asks wondered repeated repeats repeating tweeted published publishes \
         signaled echoed requested demanded recommended concurred agreed agrees \
         recorded records detailed documented swore",
    ),
    (
        class::TELLING,
        "according criticism criticisms statement statements comments allegation allegations \
         accusation accusations assertion assertions suggestion suggestions proposal proposals \
         warning warnings remarks argument arguments announcement complaint complaints message \
         reply explanation admission declaration denial description rhetoric reportedly allegedly \
         discussion apology prediction predictions conclusion insistence response \
         believe believes believed believing think thinks thought thinking expect expects \
         expected fear fears feared fearing hope hopes hoped hoping doubt doubts doubted doubting \
         suspect suspects suspected worry worries worried worrying",
    ),
];

struct Table {
    /// By their shelf, then by themselves.
    words: Vec<(String, Entry)>,
    /// Where each shelf starts, and where the last one ends.
    starts: Vec<u32>,
}

/// Words of one length or more stand on the last shelf of their first byte.
const LONG: usize = 15;

/// The number of the shelf on which a word stands: those with its first byte and of its length, a
/// few words each.
fn shelf(word: &str) -> usize {
    let first = word
        .as_bytes()
        .first()
        .map_or(0, |&first| usize::from(first));
    first * (LONG + 1) + word.len().min(LONG)
}

static TABLE: LazyLock<Table> = LazyLock::new(build);

/// Returns what the tables know of `word`, lower case with straight apostrophes.
pub(super) fn look_up(word: &str) -> Entry {
    let table = &*TABLE;
    let shelf = shelf(word);
    let (from, to) = (
        table.starts[shelf] as usize,
        table.starts[shelf + 1] as usize,
    );
    let range = &table.words[from..to];
    range
        .binary_search_by(|(known, _)| known.as_str().cmp(word))
        .map_or_else(|_| Entry::default(), |at| range[at].1)
}

/// Nouns and names in "-ly" that look like adverbs.
const NO_ADVERBS: &[&str] = &[
    "ally",
    "anomaly",
    "assembly",
    "belly",
    "beverly",
    "bully",
    "butterfly",
    "carly",
    "elderly",
    "emily",
    "family",
    "homily",
    "italy",
    "kimberly",
    "monopoly",
    "rally",
    "sally",
    "supply",
    "tally",
];

/// Whether a word that no list has is an adverb by its ending: "quietly", not "family" or "Kelly".
pub(super) fn is_adverb_by_form(word: &str) -> bool {
    let ends = |ending: &str| word.ends_with(ending);
    let doubled = ends("lly") && !ends("ally") && !ends("ully");
    word.len() > 4
        && ends("ly")
        && !doubled
        && !NO_ADVERBS
            .iter()
            .any(|noun| word.eq_ignore_ascii_case(noun))
}

fn build() -> Table {
    let mut words: Vec<(String, Entry)> = Vec::new();
    for &(class, list) in CLASSES {
        for word in list.split_whitespace() {
            let classes = class;
            words.push((
                word.to_owned(),
                Entry {
                    classes,
                    verb: None,
                },
            ));
        }
    }
    // The first frame of a verb stands: the later lists name it again only for their readers.
    for (frame, list) in [
        (Frame::Tell, TELL),
        (Frame::Show, SHOW),
        (Frame::Say, SAY),
        (Frame::Object, OBJECT),
    ] {
        for lemma in list.split_whitespace() {
            add_forms(&mut words, lemma, frame);
        }
    }
    words.sort_by(|a, b| (shelf(&a.0), &a.0).cmp(&(shelf(&b.0), &b.0)));
    words.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1.classes |= later.1.classes;
            kept.1.verb = kept.1.verb.or(later.1.verb);
        }
        same
    });
    let starts = (0..=256 * (LONG + 1))
        .map(|number| {
            let at = words.partition_point(|(word, _)| shelf(word) < number);
            u32::try_from(at).unwrap_or(u32::MAX)
        })
        .collect();
    Table { words, starts }
}

fn add_forms(words: &mut Vec<(String, Entry)>, lemma: &str, frame: Frame) {
    let is_noun = NOUNS.split_whitespace().any(|noun| noun == lemma);
    let irregular = IRREGULAR.iter().find(|(known, ..)| *known == lemma);
    let stem = lemma.strip_suffix('e').unwrap_or(lemma);
    let ends_in_y = lemma.ends_with('y') && !lemma.ends_with(['a', 'e', 'o']) && {
        let before = lemma.as_bytes().iter().rev().nth(1).copied();
        before.is_some_and(|b| !b"aeo".contains(&b))
    };
    let third = if ends_in_y {
        format!("{}ies", &lemma[..lemma.len() - 1])
    } else if lemma.ends_with('s') || lemma.ends_with("sh") || lemma.ends_with("ch") {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    };
    let regular = if ends_in_y {
        format!("{}ied", &lemma[..lemma.len() - 1])
    } else {
        format!("{stem}ed")
    };
    let (past, participle) = irregular.map_or_else(
        || (regular.clone(), regular.clone()),
        |(_, past, participle)| ((*past).to_owned(), (*participle).to_owned()),
    );
    let doubled = past.strip_suffix("ed").filter(|_| irregular.is_some());
    let ing = match doubled {
        Some(stem) => format!("{stem}ing"),
        None if lemma.ends_with("ee") => format!("{lemma}ing"),
        None => format!("{stem}ing"),
    };
    let mut push = |word: String, form, noun| {
        let verb = Some(Verb { frame, form, noun });
        words.push((word, Entry { classes: 0, verb }));
    };
    if past != lemma {
        push(past.clone(), Form::Past, false);
    }
    if participle != past {
        push(participle, Form::Participle, false);
    }
    push(lemma.to_owned(), Form::Base, is_noun);
    push(third, Form::Third, is_noun);
    push(ing, Form::Ing, false);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_adverb_is_told_from_a_noun_by_its_form() {
        let adverbs = ["quietly", "really", "Finally", "carefully"];
        assert!(adverbs.into_iter().all(is_adverb_by_form));
        let others = ["family", "Kelly", "Reilly", "Italy", "fly", "said"];
        assert!(!others.into_iter().any(is_adverb_by_form));
    }

    #[test]
    fn verbs_are_known_in_all_their_forms() {
        for (word, frame, form) in [
            ("said", Frame::Say, Form::Past),
            ("says", Frame::Say, Form::Third),
            ("denied", Frame::Say, Form::Past),
            ("quipped", Frame::Say, Form::Past),
            ("quipping", Frame::Say, Form::Ing),
            ("arguing", Frame::Say, Form::Ing),
            ("told", Frame::Tell, Form::Past),
            ("written", Frame::Say, Form::Participle),
            ("slammed", Frame::Object, Form::Past),
            ("shows", Frame::Show, Form::Third),
        ] {
            let verb = look_up(word).verb.unwrap();
            assert_eq!((verb.frame, verb.form), (frame, form), "{word}");
        }
        assert!(look_up("claims").verb.unwrap().noun);
        assert_eq!(look_up("xyzzy"), Entry::default());
        assert_eq!(look_up(""), Entry::default());
    }

    #[test]
    fn words_may_be_in_several_classes() {
        let classes = look_up("that").classes;
        assert_ne!(classes & class::RELATIVE, 0);
        assert_ne!(classes & class::SUBORDINATOR, 0);
    }
}
