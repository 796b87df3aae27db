//! What quotations look like, and how news say who speaks: the one table. A language is a row of [`LANGUAGES`].
//!
//! Around a place the row holds whose words are the most frequent there. Everything is in small letters. Verbs,
//! `sources` and `links` may be several words each.

/// The marks that open a quotation, and those that may close it. Where one mark does both, or means an apostrophe, the
/// characters around it decide.
pub(super) const QUOTES: &[(char, &[char])] = &[
    ('"', &['"']),
    ('＂', &['＂']),
    ('\'', &['\'', '’']),
    ('“', &['”']),
    ('‘', &['’']),
    ('„', &['“', '”']),
    ('‚', &['‘', '’']),
    ('”', &['”']),
    ('«', &['»']),
    ('»', &['«']),
    ('‹', &['›']),
    ('›', &['‹']),
    ('「', &['」']),
    ('『', &['』']),
    ('｢', &['｣']),
    ('〝', &['〟', '〞']),
];

/// Words that begin with an apostrophe, without it. Decades (’90s) need not be listed.
pub(super) const ELISIONS: &[&str] =
    &["tis", "twas", "twere", "til", "em", "cause", "n", "nuff", "round", "bout", "cos", "cuz", "s", "neath", "ere"];

/// How one language says who speaks.
pub(super) struct Language {
    /// Verbs of saying and thinking, behind which what is said may follow without any sign: X said the sky was blue.
    pub(super) says: &'static [&'static str],
    /// Verbs that mean saying only beside a quotation, a colon, or a word of `that`: X added that the sky was blue.
    pub(super) adds: &'static [&'static str],
    /// Verbs that take a stance by themselves, on what follows them in the sentence: X condemned the attack.
    pub(super) judges: &'static [&'static str],
    /// Ends of those forms of the verbs whose speaker stands before them, if anywhere: X left, saying …
    pub(super) participles: &'static [&'static str],
    /// What stands before such a speaker: with X saying …
    pub(super) absolutes: &'static [&'static str],
    /// Those of the verbs that have whoever is spoken to behind them: X told Y that …
    pub(super) tells: &'static [&'static str],
    /// What stands before whoever is spoken to elsewhere: X said to Y that …
    pub(super) to: &'static [&'static str],
    /// Words between a speaker and the verb, and adverbs' ends (with a hyphen before them).
    pub(super) auxiliaries: &'static [&'static str],
    /// Auxiliaries that make a passive of the verb: its subject is not who speaks.
    pub(super) passives: &'static [&'static str],
    /// What names the speaker of a passive.
    pub(super) by: &'static [&'static str],
    /// What stands before a source: according to X.
    pub(super) sources: &'static [&'static str],
    /// What opens the clause that is said.
    pub(super) that: &'static [&'static str],
    /// What refers to the person named right before.
    pub(super) who: &'static [&'static str],
    /// Pronouns that may be the speaker. Whom they mean is not guessed.
    pub(super) pronouns: &'static [&'static str],
    /// Pronouns of the one who writes, or who speaks already.
    pub(super) first_person: &'static [&'static str],
    /// Articles and the like, with which a noun phrase begins.
    pub(super) determiners: &'static [&'static str],
    /// What may go on with a noun phrase: a spokesman *for* the bank *of* England.
    pub(super) links: &'static [&'static str],
    /// Small words inside names: Ursula *von der* Leyen.
    pub(super) particles: &'static [&'static str],
    /// What begins a phrase of time, place or manner, and ends a noun phrase.
    pub(super) adjuncts: &'static [&'static str],
    /// What leads from an expression to what it is about: angry *with* X.
    pub(super) aims: &'static [&'static str],
    /// Conjunctions that lead from what is judged to the judgement: dismissed X *as* “…”.
    pub(super) likens: &'static [&'static str],
    /// What divides clauses.
    pub(super) conjunctions: &'static [&'static str],
    /// Those of them that end what was reported before: X said it was blue, *but* Y left.
    pub(super) contrasts: &'static [&'static str],
    /// What stands before a person's name and is not part of it.
    pub(super) titles: &'static [&'static str],
    /// Pronouns that hang on the verb by a hyphen: a-t-il déclaré.
    pub(super) clitics: &'static [&'static str],
    /// Whether the speaker may stand behind the verb anywhere: Am Montag sagte X, …
    pub(super) inverts: bool,
    /// Whether every noun has a capital letter.
    pub(super) capital_nouns: bool,
}

impl Language {
    /// The words by which the language is told.
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        let lists = [
            self.says,
            self.adds,
            self.judges,
            self.auxiliaries,
            self.passives,
            self.by,
            self.sources,
            self.that,
            self.who,
            self.pronouns,
            self.first_person,
            self.determiners,
            self.links,
            self.adjuncts,
            self.conjunctions,
        ];
        lists.into_iter().flatten().copied()
    }
}

pub(super) const LANGUAGES: &[Language] = &[ENGLISH, GERMAN, FRENCH, SPANISH];

#[rustfmt::skip]
const ENGLISH: Language = Language {
    says: &[
        "said", "says", "say", "saying", "told", "tells", "tell", "claimed", "claims", "claim", "argued", "argues",
        "argue", "insisted", "insists", "insist", "warned", "warns", "warn", "believes", "believed", "believe",
        "thinks", "thought", "think", "alleged", "alleges", "allege", "conceded", "concedes", "admitted", "admits",
        "admit", "doubt", "doubts", "doubted", "hopes", "hoped", "hope", "fears", "feared", "fear", "suggested",
        "suggests", "suggest", "assured", "assures", "swore", "estimates", "estimated", "vowed", "vows", "maintains",
        "contends", "contended", "expects", "predicted", "predicts", "complained", "complains", "boasted", "boasts",
        "quoted as saying", "went on to say", "warning", "arguing", "insisting", "claiming", "telling", "alleging",
        "suggesting", "predicting",
    ],
    adds: &[
        "added", "adds", "add", "continued", "continues", "noted", "notes", "note", "explained", "explains", "explain",
        "recalled", "recalls", "asked", "asks", "ask", "replied", "replies", "responded", "responds", "answered",
        "answers", "wrote", "writes", "write", "tweeted", "tweets", "posted", "posts", "joked", "jokes", "quipped",
        "stated", "states", "state", "declared", "declares", "announced", "announces", "announce", "reported",
        "reports", "report", "remarked", "remarks", "commented", "comments", "concluded", "concludes", "confirmed",
        "confirms", "confirm", "acknowledged", "acknowledges", "stressed", "stresses", "emphasised", "emphasized",
        "emphasises", "emphasizes", "pointed out", "points out", "put it", "puts it", "shouted", "shouts", "cried",
        "yelled", "chanted", "whispered", "sighed", "laughed", "smiled", "agreed", "agrees", "promised", "promises",
        "pledged", "pledges", "revealed", "reveals", "observed", "observes", "reiterated", "repeated", "demanded",
        "demands", "urged", "urges", "began", "testified", "testifies", "lamented", "laments", "issued a statement",
        "released a statement", "interjected", "countered", "counters", "mused", "retorted", "screamed", "exclaimed",
        "roared", "pleaded", "fumed", "sang", "snapped", "proclaimed", "asserted", "asserts", "recounted", "found",
        "shows", "showed", "informed", "reminded", "denied", "denies", "deny", "adding", "noting", "explaining",
        "stressing", "declaring", "stating", "announcing", "pointing out", "concluding",
    ],
    judges: &[
        "accused", "accuses", "accuse", "accusing", "blamed", "blames", "blame", "blaming", "criticised", "criticized",
        "criticises", "criticizes", "criticise", "criticize", "praised", "praises", "praise", "praising", "condemned",
        "condemns", "condemn", "condemning", "denounced", "denounces", "denounce", "called", "calls", "call",
        "calling", "described", "describes", "describe", "describing", "dismissed", "dismisses", "dismiss",
        "dismissing", "slammed", "slams", "blasted", "blasts", "hailed", "hails", "hail", "welcomed", "welcomes",
        "welcome", "mocked", "mocks", "ridiculed", "attacked as", "deplored", "deplores", "lauded",
        "lauds", "applauded", "applauds", "decried", "decries", "branded", "brands", "labelled", "labeled", "labels",
        "hates", "hated", "loves", "loved", "likes", "liked", "despises", "despised", "admires", "admired", "trusts",
        "distrusts", "supports", "opposes", "opposed", "rebuked", "rebukes", "castigated", "lambasted", "lambasts",
        "berated", "commended", "endorsed", "endorses", "regrets", "regretted", "likened", "likens", "compared",
        "rejected", "rejects", "reject", "rejecting", "denouncing", "criticising", "criticizing", "slamming", "blasting",
        "hailing", "mocking", "labelling", "labeling", "dubbed", "dubs", "portrayed", "portrays", "characterised",
        "characterized", "ridicules", "derided", "derides", "lambasting",
    ],
    participles: &["ing"],
    absolutes: &["with"],
    tells: &[
        "told", "tells", "tell", "telling", "warned", "warns", "warn", "warning", "assured", "assures", "informed",
        "reminded", "asked", "asks", "ask", "urged", "urges",
    ],
    to: &["to"],
    auxiliaries: &[
        "has", "have", "had", "also", "later", "then", "once", "now", "often", "never", "always", "still", "would",
        "will", "could", "can", "may", "might", "must", "should", "did", "does", "do", "not", "even", "just", "all",
        "today", "long", "ever", "already", "previously", "-ly",
    ],
    passives: &["was", "were", "is", "are", "be", "been", "being", "am", "got"],
    by: &["by"],
    sources: &["according to", "in the words of", "in the view of", "in the opinion of", "in the eyes of"],
    that: &["that", "whether", "how", "why", "if"],
    who: &["who", "which", "whom"],
    pronouns: &["he", "she", "they", "it", "you", "one"],
    first_person: &["i", "we"],
    determiners: &[
        "the", "a", "an", "this", "that", "these", "those", "his", "her", "their", "its", "our", "my", "your", "some",
        "many", "most", "several", "one", "two", "three", "other", "another", "no", "every", "each", "both",
    ],
    links: &["of", "for", "at", "from", "in", "with", "&", "close to", "familiar with"],
    particles: &["de", "da", "di", "del", "van", "von", "der", "den", "bin", "ibn", "al", "el", "la", "le", "ter"],
    adjuncts: &[
        "on", "in", "at", "after", "before", "during", "by", "from", "with", "to", "as", "about", "over", "under",
        "through", "without", "within", "since", "until", "despite", "via", "against", "between", "into", "outside",
        "near", "yesterday", "today", "tomorrow", "tonight", "monday", "tuesday", "wednesday", "thursday", "friday",
        "saturday", "sunday", "late", "early", "earlier", "last", "next", "there", "here", "again", "recently",
        "meanwhile", "however", "speaking", "asked", "instead", "ago", "when", "upon", "amid", "following", "among",
        "including",
    ],
    aims: &["with", "at", "about", "on", "over", "against", "of"],
    likens: &["as"],
    conjunctions: &[
        "and", "or", "but", "while", "because", "although", "though", "whereas", "that", "if", "when", "than", "so",
        "yet", "where", "how", "why", "what", "whether", "as", "all",
    ],
    contrasts: &["but", "while", "although", "though", "whereas", "yet"],
    titles: &[
        "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "prof", "prof.", "professor", "sir", "lord", "lady",
        "president", "minister", "secretary", "chancellor", "senator", "sen.", "rep.", "gov.", "gen.", "col.", "lt.",
        "sgt.", "rev.", "st.", "governor", "mayor", "king", "queen", "prince", "princess", "pope", "general",
        "colonel", "captain", "judge", "justice", "ambassador", "speaker", "congressman", "congresswoman",
        "representative", "inspector", "detective", "sergeant", "superintendent", "archbishop", "leader", "chief",
        "officer", "commissioner", "chairman", "director", "coach",
    ],
    clitics: &[],
    inverts: false,
    capital_nouns: false,
};

#[rustfmt::skip]
const GERMAN: Language = Language {
    says: &[
        "sagte", "sagt", "sagten", "sagen", "gesagt", "meinte", "meint", "meinten", "glaubt", "glaubte", "behauptete",
        "behauptet", "behaupteten", "findet", "fand", "warnte", "warnt",
    ],
    adds: &[
        "erklärte", "erklärt", "erklärten", "betonte", "betont", "berichtete", "berichtet", "berichteten", "schrieb",
        "schreibt", "schrieben", "teilte mit", "fügte hinzu", "ergänzte", "fragte", "fragt", "antwortete",
        "kritisierte", "forderte", "fordert", "rief", "so", "kündigte an", "twitterte", "zitierte",
    ],
    judges: &[
        "wirft", "warf", "werfen", "warfen", "kritisiert", "kritisierten", "lobte", "lobt", "verurteilte",
        "verurteilt", "verurteilten", "nannte", "nennt", "bezeichnete", "bezeichnet", "beschuldigte", "beschuldigt",
        "begrüßte", "begrüßt",
    ],
    participles: &[],
    absolutes: &[],
    tells: &["fragte", "fragt", "warnte", "warnt"],
    to: &["gegenüber", "zu"],
    auxiliaries: &["hat", "habe", "haben", "hatte", "hatten", "auch", "später", "dann", "zuvor"],
    passives: &["wurde", "wurden", "wird", "werden", "worden"],
    by: &["von", "durch"],
    sources: &["laut", "nach angaben von", "zufolge von", "nach ansicht von"],
    that: &["dass", "daß", "ob", ","],
    who: &[],
    pronouns: &["er", "sie", "es", "man"],
    first_person: &["ich", "wir"],
    determiners: &[
        "der", "die", "das", "den", "dem", "des", "ein", "eine", "einer", "eines", "sein", "seine", "ihr", "ihre",
        "viele", "einige",
    ],
    links: &["des", "der", "von", "vom", "für", "aus"],
    particles: &["von", "der", "zu", "van"],
    adjuncts: &[
        "am", "im", "in", "an", "auf", "bei", "nach", "vor", "während", "gegenüber", "mit", "heute", "gestern",
        "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "zu", "zur", "zum",
    ],
    aims: &["über", "gegen", "auf", "an", "mit", "zu", "zur", "zum", "gegenüber"],
    likens: &["als"],
    conjunctions: &["und", "oder", "aber", "während", "weil", "dass", "ob", "doch"],
    contrasts: &["aber", "während", "doch"],
    titles: &[
        "herr", "frau", "kanzler", "bundeskanzler", "bundeskanzlerin", "präsident", "präsidentin", "minister",
        "ministerin", "dr.", "prof.", "außenministerin", "außenminister", "finanzminister",
    ],
    clitics: &[],
    inverts: true,
    capital_nouns: true,
};

#[rustfmt::skip]
const FRENCH: Language = Language {
    says: &[
        "dit", "disent", "disait", "affirme", "affirmé", "affirment", "estime", "estimé", "estiment", "assure",
        "assuré",
    ],
    adds: &[
        "déclaré", "déclare", "expliqué", "explique", "ajouté", "ajoute", "écrit", "répondu", "répond", "demandé",
        "demande", "souligné", "souligne", "rappelé", "rappelle", "lancé", "lance", "raconte", "raconté", "regrette",
        "indiqué", "indique", "annoncé", "annonce", "confié", "confie", "insisté", "insiste",
    ],
    judges: &[
        "accuse", "accusé", "accusent", "dénonce", "dénoncé", "dénoncent", "critique", "critiqué", "salué", "salue",
    ],
    participles: &[],
    absolutes: &[],
    tells: &[],
    to: &["à"],
    auxiliaries: &["a", "ont", "avait", "avaient", "m’a", "m'a", "l’a", "l'a", "n’a", "n'a", "aussi", "ensuite", "-ment"],
    passives: &["été", "est", "sont", "était"],
    by: &["par"],
    sources: &["selon", "d’après", "d'après"],
    that: &["que", "qu’il", "qu'il", "qu’elle", "qu'elle"],
    who: &["qui"],
    pronouns: &["il", "elle", "ils", "elles", "on"],
    first_person: &["je", "nous"],
    determiners: &[
        "le", "la", "les", "un", "une", "des", "ce", "cette", "ces", "son", "sa", "ses", "leur", "plusieurs",
    ],
    links: &["de", "du", "des", "d’"],
    particles: &["de", "du", "le", "la"],
    adjuncts: &[
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "dans", "en", "sur", "à", "après",
        "avant", "lors", "hier", "devant", "au", "mais",
    ],
    aims: &["sur", "à", "au"],
    likens: &["comme"],
    conjunctions: &["et", "ou", "mais", "que", "si", "car", "alors"],
    contrasts: &["mais", "tandis"],
    titles: &["m.", "mme", "président", "présidente", "ministre", "maire"],
    clitics: &["-t-il", "-t-elle", "-t-on", "-il", "-elle", "-ils", "-elles"],
    inverts: true,
    capital_nouns: false,
};

#[rustfmt::skip]
const SPANISH: Language = Language {
    says: &[
        "dijo", "dice", "dicen", "dijeron", "dicho", "afirmó", "afirma", "afirman", "afirmado", "cree", "considera",
        "aseguró", "asegura", "asegurado",
    ],
    adds: &[
        "declaró", "declara", "declarado", "explicó", "explica", "añadió", "añade", "agregó", "escribió", "escribe",
        "respondió", "responde", "preguntó", "pregunta", "señaló", "señala", "señalado", "advirtió", "advierte",
        "insistió", "anunció", "indicó", "indica", "subrayó", "recordó", "sostuvo", "sostiene",
    ],
    judges: &[
        "acusó", "acusa", "acusan", "acusado", "criticó", "critica", "denunció", "denuncia", "calificó", "califica",
        "elogió",
    ],
    participles: &[],
    absolutes: &[],
    tells: &[],
    to: &["a"],
    auxiliaries: &["ha", "han", "había", "habían", "también", "después", "luego", "-mente"],
    passives: &["fue", "fueron", "es", "sido"],
    by: &["por"],
    sources: &["según", "de acuerdo con", "a juicio de"],
    that: &["que", "si"],
    who: &["quien"],
    pronouns: &["él", "ella", "ellos", "ellas"],
    first_person: &["yo", "nosotros"],
    determiners: &[
        "el", "la", "los", "las", "un", "una", "unos", "unas", "su", "sus", "este", "esta", "varios", "muchos",
    ],
    links: &["de", "del", "para"],
    particles: &["de", "del", "la", "los", "y"],
    adjuncts: &[
        "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "en", "a", "ante", "tras", "durante",
        "ayer", "hoy", "sobre", "con",
    ],
    aims: &["a", "sobre", "con"],
    likens: &["como"],
    conjunctions: &["y", "e", "o", "pero", "que", "mientras", "porque"],
    contrasts: &["pero", "mientras", "aunque"],
    titles: &["sr.", "sra.", "presidente", "presidenta", "ministro", "ministra", "don", "doña"],
    clitics: &[],
    inverts: true,
    capital_nouns: false,
};
