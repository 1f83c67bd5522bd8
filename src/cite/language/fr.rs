//! French.

use super::Table;

pub(super) const TABLE: Table = Table {
    code: "fr",
    verbs: "dit déclaré affirme affirmé affirment assure assuré explique expliqué ajoute ajouté \
        indique indiqué précise précisé annoncé annonce confirmé confirme estime souligne \
        souligné rapporte rapporté raconte raconté reconnu écrit répondu nié déclare révélé \
        révèle avertit dit-il dit-elle affirmait soutient soutenu prévenu insisté rappelé \
        regretté considère martelé lancé témoigne confie confié informé",
    that: "que qu'il qu'elle qu'ils qu'un qu'une",
    according: &["selon", "d'après"],
    openers: "en à dans pour depuis pendant après avec sans mais et quand si au aux",
    enders: "que qui dans en lors à après et mardi lundi mercredi jeudi vendredi samedi dimanche",
    breaks: "hier aujourd'hui lundi mardi mercredi jeudi vendredi samedi dimanche",
    auxiliaries: "a ont avait avaient s'est",
    pronouns: "il elle ils elles",
    people: "source sources responsable responsables fonctionnaire fonctionnaires diplomate \
        diplomates témoin témoins proche proches expert experts enquêteurs habitants \
        officiel officiels",
    counts: "un une deux trois quatre cinq six sept huit neuf dix plusieurs quelques certains \
        certaines des dizaines autre",
    ..Table::EMPTY
};
