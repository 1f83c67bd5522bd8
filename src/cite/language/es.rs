//! Spanish.

use super::Table;

pub(super) const TABLE: Table = Table {
    code: "es",
    verbs: "dijo dice dijeron dicen afirmó afirma afirman afirmaron aseguró asegura aseguran \
        aseguraron señaló señala añadió añade explicó explica indicó indica informó informa \
        informaron declaró declara declararon precisó precisa sostuvo sostiene manifestó \
        comentó comenta agregó agrega anunció anuncia denunció denuncia advirtió advierte \
        confirmó confirma reconoció reconoce admitió reiteró insistió subrayó destacó \
        respondió contestó apuntó relató recordó negó contó cuenta cuentan publicó reveló \
        escribió concluyó expresó dicho asegurado afirmado informado dijera aclaró detalló \
        lamentó criticó consideró sostuvieron indicaron señalaron anunciaron",
    that: "que",
    according: &["según", "de acuerdo con", "de acuerdo a"],
    openers: "en a por para desde durante tras con sin pero y mientras cuando aunque si",
    enders: "que quien en por durante tras al a y mientras cuando este ayer hoy",
    breaks: "ayer hoy mañana anoche lunes martes miércoles jueves viernes sábado domingo",
    auxiliaries: "ha han había habían se lo le",
    pronouns: "él ella ellos ellas",
    people: "fuente fuentes funcionario funcionarios oficial oficiales testigo testigos \
        diplomático diplomáticos asesor asesores experto expertos analistas investigadores \
        vecinos",
    counts: "un una dos tres cuatro cinco seis siete ocho nueve diez varios varias algunos \
        algunas muchos decenas numerosos otro otra",
    ..Table::EMPTY
};
