//! German.

use super::Table;

pub(super) const TABLE: Table = Table {
    code: "de",
    verbs: "sagte sagt sagten erklärte erklärt erklärten betonte betont berichtete berichtet \
        berichteten teilte schrieb schreibt meinte behauptete behauptet bestätigte bestätigt \
        warnte warnt kündigte fügte ergänzte räumte erläuterte gesagt sagen meldete melden \
        meldeten erwiderte forderte kritisierte hieß äußerte versicherte mitgeteilt \
        berichten mitteilte",
    that: "dass daß",
    according: &[
        "laut",
        "nach angaben von",
        "nach angaben der",
        "nach angaben des",
    ],
    openers: "in an am im bei nach seit vor mit aber und wenn als",
    enders: "dass in am im bei nach und zu der-zeitung mit",
    breaks: "gestern heute montag dienstag mittwoch donnerstag freitag samstag sonntag am",
    auxiliaries: "hat haben hatte hatten",
    pronouns: "er sie",
    people: "quelle quellen beamter beamte beamten diplomat diplomaten zeuge zeugen augenzeugen \
        insider insidern kreise vertreter experten ermittler anwohner",
    counts: "ein eine einer einem zwei drei vier fünf sechs sieben acht neun zehn mehrere einige \
        viele dutzende zahlreiche",
    ..Table::EMPTY
};
