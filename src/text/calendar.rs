//! The names of months and of days of the week.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The number of the month, 1 to 12, that a word names in one of the languages of the web's news;
/// full names, in the case that a date stands in, and usual short forms. The word may be in upper or
/// lower case.
#[must_use]
pub fn month(word: &str) -> Option<i16> {
    if word.len() < 3 || word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    BY_NAME.get(word.to_lowercase().as_str()).copied()
}

/// Returns whether a word, lower case, is the full name of a day of the week in one of the commoner
/// European languages. Short forms, such as "sun" or "do", are words of their own too often.
#[must_use]
pub fn is_weekday(word: &str) -> bool {
    WEEKDAYS.binary_search(&word).is_ok()
}

/// The number of each name in [`MONTHS`].
static BY_NAME: LazyLock<BTreeMap<&str, i16>> = LazyLock::new(|| {
    let of_month = |(number, names): (i16, &'static str)| {
        names.split_whitespace().map(move |name| (name, number))
    };
    (1..).zip(MONTHS).flat_map(of_month).collect()
});

/// Names of months by their number, lower case, with white space between.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene gennaio gen januari janeiro ocak styczeń \
     stycznia ledna января січня tammikuuta ianuarie január siječnja gener ιανουαρίου januára \
     januara sausio jaanuar يناير ינואר janvāris",
    "february feb februar februari février fevrier févr fév febrero febbraio febr fevereiro fev \
     şubat lutego února февраля лютого helmikuuta februarie február φεβρουαρίου februára \
     februara veljače vasario veebruar فبراير פברואר febrer februāris",
    "march mar märz mrz maerz mars marzo maart mrt março marts mart marca března марта березня \
     maaliskuuta martie március μαρτίου ožujka kovo märts مارس מרץ marte març",
    "april apr avril avr abril abr aprile nisan kwietnia dubna апреля квітня huhtikuuta aprilie \
     április απριλίου apríla aprila travnja balandžio aprill أبريل אפריל",
    "may mai mayo maggio mag mei maio maj mayıs maja května мая травня toukokuuta május μαΐου \
     mája svibnja gegužės مايو מאי máj",
    "june jun juni juin junio giugno giu junho haziran czerwca června июня червня kesäkuuta \
     iunie június ιουνίου júna juna lipnja birželio juuni يونيو יוני jún juny",
    "july jul juli juillet juil julio luglio lug julho temmuz lipca července июля липня \
     heinäkuuta iulie július ιουλίου júla jula srpnja liepos juuli يوليو יולי júl juliol",
    "august aug août aout agosto ago augustus augusti ağustos sierpnia srpna августа серпня \
     elokuuta augusztus αυγούστου augusta kolovoza rugpjūčio أغسطس אוגוסט agost ogos agustus",
    "september sep sept septembre septiembre setiembre settembre set setembro eylül września \
     září сентября вересня syyskuuta septembrie szeptember σεπτεμβρίου septembra rujna rugsėjo \
     سبتمبر ספטמבר setembre",
    "october oct oktober okt octobre octubre ottobre ott outubro out ekim października října \
     октября жовтня lokakuuta octombrie október οκτωβρίου októbra oktobra spalio oktoober \
     أكتوبر אוקטובר",
    "november nov novembre noviembre novembro kasım listopada listopadu ноября листопада \
     marraskuuta noiembrie νοεμβρίου novembra studenoga studenog lapkričio نوفمبر נובמבר",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro aralık \
     grudnia prosince декабря грудня joulukuuta decembrie δεκεμβρίου decembra prosinca gruodžio \
     detsember ديسمبر דצמבר desember desembre",
];

/// Names of the days of the week, lower case; sorted.
const WEEKDAYS: &[&str] = &[
    "czwartek",
    "dienstag",
    "dimanche",
    "dinsdag",
    "domenica",
    "domingo",
    "donderdag",
    "donnerstag",
    "fredag",
    "freitag",
    "friday",
    "giovedì",
    "jeudi",
    "jueves",
    "lundi",
    "lunedì",
    "lunes",
    "lördag",
    "lørdag",
    "maandag",
    "mandag",
    "mardi",
    "martedì",
    "martes",
    "mercoledì",
    "mercredi",
    "mittwoch",
    "miércoles",
    "monday",
    "montag",
    "måndag",
    "niedziela",
    "onsdag",
    "piątek",
    "poniedziałek",
    "sabato",
    "samedi",
    "samstag",
    "saturday",
    "sobota",
    "sonnabend",
    "sonntag",
    "sunday",
    "sábado",
    "söndag",
    "søndag",
    "thursday",
    "tirsdag",
    "tisdag",
    "torsdag",
    "tuesday",
    "vendredi",
    "venerdì",
    "viernes",
    "vrijdag",
    "wednesday",
    "woensdag",
    "wtorek",
    "zaterdag",
    "zondag",
    "środa",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_week_are_known_by_their_full_names() {
        assert!(WEEKDAYS.is_sorted());
        assert!(is_weekday("monday") && is_weekday("środa") && is_weekday("sábado"));
        assert!(!is_weekday("sun") && !is_weekday("march"));
    }

    #[test]
    fn a_name_is_of_one_month() {
        let names = || MONTHS.iter().flat_map(|names| names.split_whitespace());
        for name in names() {
            assert_eq!(names().filter(|other| *other == name).count(), 1, "{name}");
        }
        assert_eq!(month("März"), Some(3));
        assert_eq!(month("Mon"), None);
        assert_eq!(month("12"), None);
    }
}
