//! Names that sites give to their boxes: the words of class, id and data attributes, lower case,
//! letters and digits only.

use std::sync::LazyLock;

/// Lists of names, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::parse) struct Kinds(u32);

impl Kinds {
    /// No list.
    pub(super) const NONE: Self = Self(0);
    /// Footnotes and lists of sources.
    pub(in crate::parse) const NOTE: Self = Self(1 << 0);
    /// Advertisements.
    pub(in crate::parse) const AD: Self = Self(1 << 1);
    /// The readers' comments.
    pub(in crate::parse) const COMMENT: Self = Self(1 << 2);
    /// Buttons to share, save, print or subscribe.
    pub(in crate::parse) const SHARE: Self = Self(1 << 3);
    /// Other articles that the page recommends.
    pub(in crate::parse) const RELATED: Self = Self(1 << 4);
    /// Menus, headers, footers, tags, notices of the site.
    pub(in crate::parse) const NAV: Self = Self(1 << 5);
    /// The byline and what is told of the author.
    pub(in crate::parse) const AUTHOR: Self = Self(1 << 6);
    /// What a picture shows, and whose it is.
    pub(in crate::parse) const CAPTION: Self = Self(1 << 7);
    /// The body of an article.
    pub(in crate::parse) const BODY: Self = Self(1 << 8);
    /// The main part of a page.
    pub(in crate::parse) const MAIN: Self = Self(1 << 9);
    /// What is hardly ever named so by mistake.
    pub(in crate::parse) const SURE: Self = Self(1 << 10);
    /// The same, of a name as a whole: as a part, "sidebar" is often said of the layout that has
    /// one.
    pub(in crate::parse) const SURE_WHOLE: Self = Self(1 << 11);
    /// What is not shown, of a name as a whole: as a part, "hidden" is as often said of what an
    /// element lacks, as in `label-hidden`, or of the screens that it is left out on, as in
    /// `hidden-xs`.
    pub(in crate::parse) const HIDDEN: Self = Self(1 << 12);
    /// What shows a date.
    pub(in crate::parse) const DATE: Self = Self(1 << 13);
    /// The date of publication.
    pub(in crate::parse) const PUBLISHED: Self = Self(1 << 14);
    /// The date of a change.
    pub(in crate::parse) const MODIFIED: Self = Self(1 << 15);
    /// What holds the name of an author and no more, of a name as a whole.
    pub(in crate::parse) const SIGNED: Self = Self(1 << 16);
    /// A byline.
    pub(in crate::parse) const BYLINE: Self = Self(1 << 17);
    /// The logo of the site.
    pub(in crate::parse) const LOGO: Self = Self(1 << 18);
    /// A menu.
    pub(in crate::parse) const MENU: Self = Self(1 << 19);
    /// A wall that only subscribers pass.
    pub(in crate::parse) const WALL: Self = Self(1 << 20);

    /// The lead of an article.
    pub(in crate::parse) const LEAD: Self = Self(1 << 21);

    /// Returns the lists that hold `name`.
    pub(super) fn of(name: &str) -> Self {
        let bucket = KINDS.get(bucket(name)).into_iter().flatten();
        let mut known = bucket.filter(|(known, _)| *known == name);
        known.next().map_or(Self::NONE, |(_, kinds)| *kinds)
    }

    /// Returns what is in either.
    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether the two have a list in common.
    pub(super) fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Names of so many lengths and first letters are told apart.
const BUCKETS: usize = 32 * 32;

/// Where a name stands in [`KINDS`], by its length and first letter.
fn bucket(name: &str) -> usize {
    let first = name.as_bytes().first().copied().unwrap_or_default();
    (name.len() % 32) * 32 + usize::from(first % 32)
}

/// The names of all lists: every name of every element of a page is looked up.
static KINDS: LazyLock<Vec<Vec<(&str, Kinds)>>> = LazyLock::new(|| {
    let mut buckets: Vec<Vec<(&str, Kinds)>> = vec![Vec::new(); BUCKETS];
    for (kind, names) in LISTS {
        for name in names.split_whitespace() {
            let Some(bucket) = buckets.get_mut(bucket(name)) else {
                continue;
            };
            match bucket.iter_mut().find(|(known, _)| *known == name) {
                Some((_, kinds)) => *kinds = kinds.or(*kind),
                None => bucket.push((name, *kind)),
            }
        }
    }
    buckets
});

/// The lists, with white space between names.
const LISTS: &[(Kinds, &str)] = &[
    (
        Kinds::NOTE,
        "footnote footnotes endnote endnotes reflist references bibliography sources citations \
         sourcelist quellen einzelnachweise",
    ),
    (
        Kinds::AD,
        "ad ads advert adverts advertisement advertising advertorial adsense adbox adslot adunit \
         adwrapper adcontainer dfp sponsor sponsored sponsors promo promos promotion promoted \
         promobox outbrain taboola anzeige werbung publicite publicidad banner mpu adblock \
         googlead",
    ),
    (
        Kinds::COMMENT,
        "comment comments commentlist commentform disqus respond livefyre kommentare kommentar \
         commentaires comentarios commenting coral spotim",
    ),
    (
        Kinds::SHARE,
        "share shares sharing sharebar sharedaddy sharetools sharethis addthis addtoany social \
         socials socialmedia newsletter newsletters subscribe signup follow toolbar bookmark \
         printfriendly donate donation shariff feedback optin mailchimp",
    ),
    (
        Kinds::RELATED,
        "related relatedposts relatedarticles relatedcontent relateds recommended recommendation \
         recommendations recommend recirc recirculation popular trending mostread mostviewed \
         mostpopular readmore readnext upnext nextup seealso alsoread readalso teaser teasers \
         morefrom moreon morenews morestories latest latestnews yarpp similar suggested \
         suggestions playlist carousel rail sidebar infobox crosspost crosslink crosslinks \
         linkbox nextstory nextpost nextposts nextarticle nextprev prevnext postnavigation \
         gallery slideshow photogallery morelikethis breakingnews newsticker ticker weitere \
         verwandt mehrzumthema",
    ),
    (
        Kinds::NAV,
        "nav navbar navigation menu menus submenu breadcrumb breadcrumbs masthead topbar \
         pagination pager paging pagenav footer foot colophon skip skiplink tags taglist tagcloud \
         tagline topics categories keywords cookie cookies consent gdpr toc disclaimer copyright \
         legal login search searchform language languages editsection navbox catlinks jumpto \
         noprint submeta filedunder postmeta articlemeta entrymeta timestamp tooltip popup modal \
         lightbox overlay dropdown siteinfo actions privacy dsgvo usercentrics borlabs cookiebot \
         onetrust cmplz infobar printheader printfooter",
    ),
    (
        Kinds::AUTHOR,
        "byline bylines author authors authorbox authorinfo authorbio bio aboutauthor contributor \
         contributors dateline pubdate publishdate vcard",
    ),
    (
        Kinds::CAPTION,
        "caption captions imagecaption imgcaption photocaption newscaption wpcaptiontext credit \
         credits imagecredit photocredit",
    ),
    (
        Kinds::BODY,
        "articlebody articlecontent articletext articlecopy articlebodycontent articlemain \
         articlemaintext articlebodytext entrycontent postcontent postbody posttext postarticle \
         storybody storycontent storytext storybodytext storycontainer contentbody newsbody \
         newstext newscontent bodycontent bodycopy bodytext textbody blogcontent blogpost \
         pagecontent richtext mwparseroutput mwcontenttext articledetail articlecontainer \
         entrybody fieldnamebody fieldbody contentarticle contentmain thecontent tdpostcontent \
         singlecontent articletextcontent artikeltext noticiacontent cuerponoticia articleinner \
         mainarticle articlesection story entry maintext singlecontents articlelayoutcontent",
    ),
    (
        Kinds::MAIN,
        "main content maincontent primary maincontentarea",
    ),
    (
        Kinds::SURE,
        "cookie cookies consent gdpr dsgvo onetrust usercentrics borlabs cookiebot cmplz disqus \
         outbrain taboola",
    ),
    (
        Kinds::SURE_WHOLE,
        "sidebar footer primarysidebar secondarysidebar",
    ),
    (Kinds::HIDDEN, "hidden ishidden uhidden jshidden"),
    (
        Kinds::DATE,
        "date published pubdate posted timestamp time dateline datum fecha entrydate postdate \
         publish publishdate publicationdate datetime created byline meta postmeta entrymeta info \
         postinfo day dato dt submitted authored timedata datepublished publishedon postedon \
         createdon",
    ),
    (Kinds::PUBLISHED, "published pubdate dtpublished entrydate"),
    (Kinds::MODIFIED, "updated dtupdated modified update"),
    (
        Kinds::SIGNED,
        "author authorname byauthor postauthor entryauthor fn autor username",
    ),
    (
        Kinds::BYLINE,
        "byline bylines author authors authorname bylinename autor auteur autore writer \
         postauthor entryauthor vcard by submitted",
    ),
    (
        Kinds::LOGO,
        "logo masthead sitetitle sitename brand branding mast blogtitle nameplate",
    ),
    (Kinds::MENU, "nav menu"),
    (
        Kinds::LEAD,
        "lead leadtext intro introtext introduction teaser teasertext excerpt abstract standfirst \
         subtitle subheadline subheading subhead dek deck summary description vorspann ingress \
         entradilla bajada copete chapeau chapo sapo sottotitolo occhiello einleitung untertitel",
    ),
    (
        Kinds::WALL,
        "paywall paywalled regwall metered premiumwall subscriberonly",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_in_its_lists() {
        for (kind, names) in LISTS {
            for name in names.split_whitespace() {
                assert!(Kinds::of(name).meet(*kind), "{name}");
            }
        }
        assert_eq!(Kinds::of("commentary"), Kinds::NONE);
        assert_eq!(Kinds::of(""), Kinds::NONE);
    }
}
