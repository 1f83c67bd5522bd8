//! robots.txt: RFC 9309, by its sections, and the cases in which parsers are known to differ.

use headwater::fetch::{RobotsRules, product_token};
use headwater::urls::CanonicalUrl;

/// A robots.txt, the product token of who asks, an address, and whether it may be asked for.
type Case<'a> = (&'a str, &'a str, &'a str, bool);

#[track_caller]
fn check(cases: &[Case<'_>]) {
    for (text, agent, url, allowed) in cases {
        let rules = RobotsRules::parse(text.as_bytes(), agent);
        let url = CanonicalUrl::parse(url).unwrap();
        assert_eq!(rules.allows(&url), *allowed, "{agent} {url}\n{text}");
    }
}

/// Checks paths of one host against one set of rules for everyone.
#[track_caller]
fn check_paths(rules: &str, allowed: &[&str], forbidden: &[&str]) {
    let rules = RobotsRules::parse(format!("user-agent: *\n{rules}").as_bytes(), "foobot");
    for (paths, expected) in [(allowed, true), (forbidden, false)] {
        for path in paths {
            let url = CanonicalUrl::parse(&format!("http://foo.test{path}")).unwrap();
            assert_eq!(rules.allows(&url), expected, "{path}: {rules:?}");
        }
    }
}

#[test]
fn rfc9309_2_1_a_record_is_a_key_a_colon_and_a_value() {
    check(&[
        (
            "user-agent: FooBot\ndisallow: /\n",
            "FooBot",
            "http://foo.test/x/y",
            false,
        ),
        (
            "foo: FooBot\nbar: /\n",
            "FooBot",
            "http://foo.test/x/y",
            true,
        ),
        // What site owners write besides.
        (
            "user-agent FooBot\ndisallow /\n",
            "FooBot",
            "http://foo.test/x/y",
            false,
        ),
        (
            "user-agent FooBot and others\ndisallow /\n",
            "FooBot",
            "http://foo.test/x/y",
            true,
        ),
        (
            "  User-Agent :  FooBot  \n\tDisallow\t:\t/x\t# all of it\n",
            "FooBot",
            "http://foo.test/x/y",
            false,
        ),
        (
            "useragent: FooBot\ndissallow: /\n",
            "FooBot",
            "http://foo.test/x/y",
            false,
        ),
        (
            "user-agent: FooBot\r\ndisallow: /x\r\rallow: /x/y",
            "FooBot",
            "http://foo.test/x/y",
            true,
        ),
        (
            "user-agent: FooBot\r\ndisallow: /x\r\rallow: /x/y",
            "FooBot",
            "http://foo.test/x/z",
            false,
        ),
        ("", "FooBot", "http://foo.test/x/y", true),
        ("disallow: /\n", "FooBot", "http://foo.test/x/y", true),
        (
            "\u{feff}user-agent: FooBot\ndisallow: /\n",
            "FooBot",
            "http://foo.test/x",
            false,
        ),
        (
            "#user-agent: *\n#disallow: /\n",
            "FooBot",
            "http://foo.test/x",
            true,
        ),
        (
            "user-agent: *\ndisallow: /x#y\n",
            "FooBot",
            "http://foo.test/x",
            false,
        ),
        (
            "<!doctype html><html><head><title>Home</title>",
            "FooBot",
            "http://foo.test/x",
            true,
        ),
    ]);
}

#[test]
fn rfc9309_2_1_the_bytes_need_not_be_text() {
    let text = b"user-agent: *\ndisallow: /\xff\xfe\n\x00\x01\ndisallow: /b\n";
    let rules = RobotsRules::parse(text, "foobot");
    let allows =
        |path: &str| rules.allows(&CanonicalUrl::parse(&format!("http://foo.test{path}")).unwrap());
    assert!(!allows("/%FF%fe/x") && !allows("/b") && allows("/a"));
}

#[test]
fn rfc9309_2_2_1_groups_begin_with_user_agent_lines() {
    let text = "allow: /foo/bar/\n\nuser-agent: FooBot\ndisallow: /\nallow: /x/\n\
        user-agent: BarBot\ndisallow: /\nallow: /y/\n\n\nallow: /w/\nuser-agent: BazBot\n\n\
        user-agent: FooBot\nallow: /z/\ndisallow: /\n";
    check(&[
        (text, "FooBot", "http://foo.test/x/b", true),
        (text, "FooBot", "http://foo.test/z/d", true),
        (text, "FooBot", "http://foo.test/y/c", false),
        (text, "BarBot", "http://foo.test/y/c", true),
        (text, "BarBot", "http://foo.test/w/a", true),
        (text, "BarBot", "http://foo.test/z/d", false),
        (text, "BazBot", "http://foo.test/z/d", true),
        // Rules before any group are nobody's.
        (text, "FooBot", "http://foo.test/foo/bar/", false),
        (text, "BarBot", "http://foo.test/foo/bar/", false),
        (text, "BazBot", "http://foo.test/foo/bar/", false),
    ]);
}

#[test]
fn rfc9309_2_2_1_the_product_token_is_matched_without_its_case_or_version() {
    for line in [
        "USER-AGENT: FOO BAR",
        "User-Agent: foo/2.1",
        "user-agent: Foo",
        "user-agent: foo;v=1",
    ] {
        let text = format!("{line}\nALLOW: /x/\nDISALLOW: /\n");
        for agent in ["Foo", "foo", "FOO"] {
            check(&[
                (&text, agent, "http://foo.test/x/y", true),
                (&text, agent, "http://foo.test/a/b", false),
            ]);
        }
        check(&[(&text, "foobar", "http://foo.test/a/b", true)]);
    }
    // A token is no prefix of another, nor a part.
    check(&[
        (
            "user-agent: head\ndisallow: /\n",
            "headwater",
            "http://foo.test/",
            true,
        ),
        (
            "user-agent: headwater-news\ndisallow: /\n",
            "headwater",
            "http://foo.test/",
            true,
        ),
        (
            "user-agent: the headwater\ndisallow: /\n",
            "headwater",
            "http://foo.test/",
            true,
        ),
        (
            "user-agent: \ndisallow: /\n",
            "headwater",
            "http://foo.test/",
            true,
        ),
        (
            "user-agent: 2bot\ndisallow: /\n",
            "",
            "http://foo.test/",
            true,
        ),
    ]);
}

#[test]
fn rfc9309_2_2_1_the_token_is_the_first_of_what_is_sent() {
    for (user_agent, token) in [
        ("headwater/0.1.0 (+https://desk.test/)", "headwater"),
        ("Mozilla/5.0 (compatible; headwater)", "Mozilla"),
        ("Desk_News-Bot", "Desk_News-Bot"),
        ("007/1.0", ""),
        ("ツ", ""),
    ] {
        assert_eq!(product_token(user_agent), token, "{user_agent}");
    }
}

#[test]
fn rfc9309_2_2_1_groups_of_one_token_are_one_group() {
    let text = "user-agent: a\ndisallow: /c\n\nuser-agent: b\ndisallow: /d\n\nuser-agent: a\ndisallow: /e\n\n\
        user-agent: *\ndisallow: /f\n\nUSER-AGENT: *\ndisallow: /g\n";
    for (agent, forbidden) in [("a", ["/c", "/e"]), ("z", ["/f", "/g"])] {
        for path in ["/c", "/d", "/e", "/f", "/g"] {
            let url = format!("http://foo.test{path}");
            check(&[(text, agent, &url, !forbidden.contains(&path))]);
        }
    }
}

#[test]
fn rfc9309_2_2_1_the_groups_for_all_are_for_those_that_have_none() {
    let everyone = "user-agent: *\nallow: /\nuser-agent: FooBot\ndisallow: /\n";
    let others = "user-agent: FooBot\nallow: /\nuser-agent: BarBot\ndisallow: /\nuser-agent: BazBot\ndisallow: /\n";
    check(&[
        ("", "FooBot", "http://foo.test/x/y", true),
        (everyone, "FooBot", "http://foo.test/x/y", false),
        (everyone, "BarBot", "http://foo.test/x/y", true),
        (others, "QuxBot", "http://foo.test/x/y", true),
        (others, "BazBot", "http://foo.test/x/y", false),
        (
            "user-agent: * baz\ndisallow: /\n",
            "QuxBot",
            "http://foo.test/x/y",
            false,
        ),
        (
            "user-agent: *bot\ndisallow: /\n",
            "QuxBot",
            "http://foo.test/x/y",
            true,
        ),
        // A group without rules is one all the same, and lets everything be asked for.
        (
            "user-agent: *\ndisallow: /\nuser-agent: FooBot\n",
            "FooBot",
            "http://foo.test/x",
            true,
        ),
        (
            "user-agent: *\ndisallow: /\nuser-agent: FooBot\ndisallow:\n",
            "FooBot",
            "http://foo.test/x",
            true,
        ),
        // One group for somebody and for all.
        (
            "user-agent: FooBot\nuser-agent: *\ndisallow: /x\n",
            "FooBot",
            "http://foo.test/x",
            false,
        ),
        (
            "user-agent: FooBot\nuser-agent: *\ndisallow: /x\n",
            "BarBot",
            "http://foo.test/x",
            false,
        ),
    ]);
}

#[test]
fn rfc9309_2_2_2_a_rule_matches_from_the_beginning_of_the_path() {
    check_paths(
        "disallow: /fish",
        &["/", "/Fish.asp", "/catfish", "/?id=fish", "/bar"],
        &[
            "/fish",
            "/fish.html",
            "/fish/salmon.html",
            "/fishheads/yummy.html",
            "/fish.html?id=anything",
        ],
    );
    check_paths(
        "disallow: /fish/",
        &["/fish", "/fish.html", "/Fish/Salmon.asp"],
        &[
            "/fish/",
            "/fish/salmon",
            "/fish/?salmon",
            "/fish/salmon.html",
        ],
    );
    // A rule that begins with no slash matches no path, nor does one without a path.
    check_paths("disallow: fish", &["/fish"], &[]);
    check_paths("disallow:\ndisallow: \nallow:", &["/", "/fish"], &[]);
    check_paths("disallow: /", &[], &["/", "/fish", "//fish", "/?a"]);
}

#[test]
fn rfc9309_2_2_2_paths_keep_their_case() {
    check(&[
        (
            "user-agent: FooBot\ndisallow: /x/\n",
            "FooBot",
            "http://foo.test/x/y",
            false,
        ),
        (
            "user-agent: FooBot\ndisallow: /X/\n",
            "FooBot",
            "http://foo.test/x/y",
            true,
        ),
    ]);
}

#[test]
fn rfc9309_2_2_2_longest_match_wins() {
    for (rules, path, allowed) in [
        (
            "disallow: /x/page.html\nallow: /x/\n",
            "/x/page.html",
            false,
        ),
        ("allow: /x/page.html\ndisallow: /x/\n", "/x/page.html", true),
        ("allow: /x/page.html\ndisallow: /x/\n", "/x/", false),
        ("disallow:\nallow:\n", "/x/page.html", true),
        ("disallow: /\nallow: /\n", "/x/page.html", true),
        ("disallow: /x\nallow: /x/\n", "/x", false),
        ("disallow: /x\nallow: /x/\n", "/x/", true),
        (
            "disallow: /x/page.html\nallow: /x/page.html\n",
            "/x/page.html",
            true,
        ),
        ("allow: /page\ndisallow: /*.html\n", "/page.html", false),
        ("allow: /page\ndisallow: /*.html\n", "/page", true),
        ("allow: /x/page.\ndisallow: /*.html\n", "/x/page.html", true),
        ("allow: /x/page.\ndisallow: /*.html\n", "/x/y.html", false),
        ("allow: /p\ndisallow: /\n", "/page", true),
        ("allow: /folder\ndisallow: /folder\n", "/folder/page", true),
        ("allow: /page\ndisallow: /*.htm\n", "/page.htm", false),
        ("allow: /$\ndisallow: /\n", "/", true),
        ("allow: /$\ndisallow: /\n", "/page.htm", false),
        // The order of the rules is nothing.
        (
            "disallow: /\nallow: /example/page/\ndisallow: /example/page/disallowed.gif\n",
            "/example/page/disallowed.gif",
            false,
        ),
        (
            "disallow: /example/page/disallowed.gif\nallow: /example/page/\ndisallow: /\n",
            "/example/page/x.gif",
            true,
        ),
    ] {
        let url = format!("http://foo.test{path}");
        check(&[(
            &format!("user-agent: FooBot\n{rules}"),
            "FooBot",
            &url,
            allowed,
        )]);
    }
}

#[test]
fn rfc9309_2_2_2_octets_are_compared_percent_encoded_where_they_must_be() {
    let rule = |path: &str| format!("user-agent: *\ndisallow: /\nallow: {path}\n");
    for (path, url, allowed) in [
        (
            "/foo/bar?qux=taz&baz=http://foo.test?tar&par",
            "/foo/bar?qux=taz&baz=http://foo.test?tar&par",
            true,
        ),
        (
            "/foo/bar?baz=https://foo.test",
            "/foo/bar?baz=https%3A%2F%2Ffoo.test",
            true,
        ),
        ("/foo/bar/ツ", "/foo/bar/%E3%83%84", true),
        ("/foo/bar/ツ", "/foo/bar/ツ", true),
        ("/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84", true),
        ("/foo/bar/%E3%83%84", "/foo/bar/ツ", true),
        ("/foo/bar/%62%61%7A", "/foo/bar/baz", true),
        ("/foo/bar/%62%61%7A", "/foo/bar/%62%61%7A", true),
        ("/foo/bar/baz", "/foo/bar/b%61z", true),
        // A reserved character is not its code.
        ("/foo%2Fbar", "/foo/bar", false),
        ("/foo/bar", "/foo%2fbar", false),
        ("/foo%2fbar", "/foo%2Fbar", true),
        ("/foo?a=b%26c", "/foo?a=b&c", false),
        ("/foo bar", "/foo%20bar", true),
    ] {
        check(&[(
            &rule(path),
            "FooBot",
            &format!("http://foo.test{url}"),
            allowed,
        )]);
    }
}

#[test]
fn rfc9309_2_2_2_the_robots_file_itself_may_always_be_asked_for() {
    check_paths(
        "disallow: /",
        &["/robots.txt"],
        &["/robots.txt.html", "/a/robots.txt"],
    );
}

#[test]
fn rfc9309_2_2_2_the_standard_knows_no_index_page() {
    // Google takes "/index.html" for "/"; the standard does not.
    check_paths(
        "allow: /folder/index.html\ndisallow: /folder",
        &["/folder/index.html"],
        &["/folder/", "/folder"],
    );
}

#[test]
fn rfc9309_2_2_3_a_star_stands_for_anything_and_a_dollar_for_the_end() {
    check_paths(
        "disallow: /foo/bar/quz\nallow: /foo/*/qux",
        &["/foo/bar/qux", "/foo/", "/foo/bar/", "/foo/x/y/qux"],
        &["/foo/bar/quz"],
    );
    check_paths(
        "disallow: /foo/bar$",
        &["/foo/bar/qux", "/foo/", "/foo/bar/", "/foo/bar?a"],
        &["/foo/bar"],
    );
    check_paths(
        "disallow: /fish*",
        &["/Fish.asp", "/catfish", "/?id=fish"],
        &["/fish", "/fish/salmon.html", "/fishheads"],
    );
    check_paths(
        "disallow: /*.php",
        &["/", "/windows.PHP"],
        &[
            "/index.php",
            "/filename.php",
            "/folder/filename.php",
            "/folder/filename.php?parameters",
            "//folder/any.php.file.html",
            "/filename.php/",
            "/index?f=filename.php/",
        ],
    );
    check_paths(
        "disallow: /*.php$",
        &[
            "/filename.php?parameters",
            "/filename.php/",
            "/filename.php5",
            "/php/",
            "/filename?php",
            "/aaaphpaaa",
            "/windows.PHP",
        ],
        &["/filename.php", "/folder/filename.php"],
    );
    check_paths(
        "disallow: /fish*.php",
        &["/Fish.PHP", "/fish"],
        &["/fish.php", "/fishheads/catfish.php?parameters"],
    );
    check_paths("disallow: *a*$", &["/b"], &["/a", "/ba", "/ab", "/xay"]);
    check_paths(
        "disallow: /**a***b$",
        &["/ab/", "/ba"],
        &["/ab", "/xaxb", "/abab"],
    );
    check_paths(
        "disallow: /a*aa$",
        &["/a", "/aa", "/ab"],
        &["/aaa", "/abaa"],
    );
    check_paths("disallow: /*?", &["/a"], &["/a?b", "/?b"]);
    check_paths("disallow: /$", &["/a", "/?a"], &["/"]);
    check_paths("disallow: $", &["/", "/a"], &[]);
    check_paths("disallow: *", &[], &["/", "/a"]);
}

#[test]
fn rfc9309_2_2_3_a_star_or_dollar_that_means_itself_is_percent_encoded() {
    check_paths(
        "disallow: /path/file-with-a-%2A.html",
        &["/path/file-with-a-x.html"],
        &["/path/file-with-a-*.html", "/path/file-with-a-%2A.html"],
    );
    check_paths(
        "disallow: /path/foo-%24",
        &["/path/foo-", "/path/foo"],
        &["/path/foo-$", "/path/foo-$/x"],
    );
    check_paths("disallow: /a$b", &["/a", "/ab"], &["/a$b", "/a$bc"]);
}

#[test]
fn rfc9309_2_2_4_other_records_end_no_group() {
    for record in [
        "Sitemap: https://foo.test/sitemap",
        "Invalid-Unknown-Line: unknown",
        "Crawl-delay: 1",
        "Host: foo.test",
        "no record",
    ] {
        for agent in ["BarBot", "FooBot"] {
            let apart = format!("User-agent: BarBot\n{record}\nUser-agent: *\nDisallow: /\n");
            let within = format!(
                "User-agent: BarBot\nUser-agent: FooBot\nAllow: /\n{record}\nDisallow: /x\n"
            );
            check(&[
                (&apart, agent, "http://foo.test/x", false),
                (&within, agent, "http://foo.test/x", false),
            ]);
        }
    }
}

#[test]
fn rfc9309_2_5_at_least_500_kib_are_read_with_lines_of_any_length() {
    let long = "x".repeat(20_000);
    let text = format!(
        "user-agent: FooBot\ndisallow: /{long}/qux\n{}disallow: /late\n",
        "# filler\n".repeat(50_000)
    );
    assert!((450_000..500 * 1024).contains(&text.len()));
    check(&[
        (
            &text,
            "FooBot",
            &format!("http://foo.test/{long}/qux"),
            false,
        ),
        (
            &text,
            "FooBot",
            &format!("http://foo.test/{long}/fux"),
            true,
        ),
        (&text, "FooBot", "http://foo.test/late", false),
    ]);
}

#[test]
fn many_hostile_rules_cost_no_more_than_their_length() {
    let path = format!("/{}", "a".repeat(2000));
    let rule = "disallow: /*a*a*a*a*a*a*a*a*a*ab$\n";
    let text = format!(
        "user-agent: *\n{}",
        rule.repeat(500 * 1024 / rule.len() - 1)
    );
    check(&[(&text, "FooBot", &format!("http://foo.test{path}"), true)]);
}

#[test]
fn crawl_delay_is_read_from_the_group_that_holds() {
    for (text, delay) in [
        ("user-agent: *\ncrawl-delay: 7\n", Some(7.0)),
        (
            "user-agent: *\ncrawl-delay: 7\nuser-agent: foobot\ncrawl-delay: 2.5\n",
            Some(2.5),
        ),
        (
            "user-agent: *\ncrawl-delay: 7\nuser-agent: foobot\ndisallow:\n",
            None,
        ),
        (
            "user-agent: foobot\ncrawl-delay: 1\n\nuser-agent: foobot\nCrawl-Delay: 3 # s\n",
            Some(3.0),
        ),
        ("user-agent: *\ncrawl-delay: soon\n", None),
        ("user-agent: *\ncrawl-delay: -1\n", None),
        ("user-agent: *\ncrawl-delay: NaN\n", None),
        ("crawl-delay: 4\n", None),
    ] {
        assert_eq!(
            RobotsRules::parse(text.as_bytes(), "FooBot").crawl_delay(),
            delay,
            "{text}"
        );
    }
    let endless = RobotsRules::parse(b"user-agent: *\ncrawl-delay: 1e99\n", "FooBot").crawl_delay();
    assert!(endless > Some(1e9), "capped by whoever keeps it");
}
