//! Portuguese.

use super::Table;

pub(super) const TABLE: Table = Table {
    code: "pt",
    verbs: "disse diz disseram afirmou afirma afirmaram declarou explicou acrescentou informou \
        anunciou confirmou garantiu ressaltou negou contou escreveu revelou destacou alertou \
        admitiu dizem declararam informaram anunciaram explica informa anuncia destaca \
        ressalta relatou reiterou defendeu criticou respondeu completou avaliou noticiou",
    that: "que",
    according: &["segundo", "de acordo com", "conforme"],
    openers: "em no na à ao por para desde durante após com mas e quando se",
    enders: "que quem em no na por durante após ao e nesta neste à",
    breaks: "ontem hoje segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado \
        domingo",
    auxiliaries: "tem têm tinha havia",
    pronouns: "ele ela eles elas",
    people: "fonte fontes funcionário funcionários oficial oficiais testemunha testemunhas \
        diplomata diplomatas assessor assessores especialistas analistas investigadores \
        moradores",
    counts: "um uma dois duas três quatro cinco seis sete oito nove dez vários várias alguns \
        algumas muitos dezenas outro outra",
    ..Table::EMPTY
};
