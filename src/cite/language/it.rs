//! Italian.

use super::Table;

pub(super) const TABLE: Table = Table {
    code: "it",
    verbs: "detto dice dicono afferma affermato spiega spiegato aggiunge aggiunto dichiarato \
        dichiara sottolinea sottolineato annunciato riferisce riferito confermato sostiene \
        racconta scrive scritto rivelato disse raccontato commentato concluso ribadito \
        ammesso avvertito replicato precisato osservato riferiscono affermano spiegano \
        precisa commenta ribadisce annuncia",
    that: "che",
    according: &["secondo", "stando a"],
    openers: "in a nel nella per da durante dopo con ma e quando se",
    enders: "che chi in nel nella per durante dopo al a e",
    breaks: "ieri oggi lunedì martedì mercoledì giovedì venerdì sabato domenica",
    auxiliaries: "ha hanno aveva",
    pronouns: "lui lei loro egli ella",
    people: "fonte fonti funzionario funzionari diplomatico diplomatici testimone testimoni \
        esperto esperti investigatori inquirenti residenti",
    counts: "un una uno due tre quattro cinque sei sette otto nove dieci diversi diverse alcuni \
        alcune molti decine altro altra",
    ..Table::EMPTY
};
