//! The library's public surface, listed in `tests/reports/public-api.snap`: no item, field, variant or
//! signature of it changes unnoticed. A change that is meant is accepted by running this test with
//! `INSTA_UPDATE=always`.
//!
//! The listing is read off the sources, so that it needs no compiler but a stable one: public items
//! of public modules, and those that are re-exported there, with public fields, variants, methods and
//! the traits that are implemented.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use syn::spanned::Spanned;
use syn::{Fields, ImplItem, Item, TraitItem, Type, UseTree, Visibility};

/// The names from the root of the crate to a module or an item.
type Place = Vec<String>;

/// A module: its items as they are written.
struct Module {
    items: Vec<Item>,
    public: bool,
}

/// The crate: every module, and what is implemented for each type.
struct Surface {
    modules: BTreeMap<Place, Module>,
    implemented: BTreeMap<Place, Vec<String>>,
    listing: String,
}

/// Returns the source of `part` in one line.
fn text(part: &impl Spanned) -> String {
    let source = part.span().source_text().unwrap_or_default();
    let line = source.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace("( ", "(")
        .replace(", )", ")")
        .replace("< ", "<")
        .replace(", >", ">")
}

fn below(place: &[String], name: &(impl ToString + ?Sized)) -> Place {
    let mut place = place.to_vec();
    place.push(name.to_string());
    place
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes
        .iter()
        .any(|it| it.path().is_ident("cfg") && text(it).contains("test"))
}

/// Returns the name and the path of everything that a `use` brings in.
fn imports(tree: &UseTree, path: &[String], found: &mut Vec<(String, Place)>) {
    match tree {
        UseTree::Path(it) => imports(&it.tree, &below(path, &it.ident), found),
        UseTree::Name(it) if it.ident == "self" => {
            found.push((path.last().cloned().unwrap_or_default(), path.to_vec()));
        }
        UseTree::Name(it) => found.push((it.ident.to_string(), below(path, &it.ident))),
        UseTree::Rename(it) => found.push((it.rename.to_string(), below(path, &it.ident))),
        UseTree::Group(it) => it.items.iter().for_each(|tree| imports(tree, path, found)),
        UseTree::Glob(it) => panic!("a glob hides what is public: {}", text(it)),
    }
}

/// Returns the name of an item that may be public, and whether it is.
fn named(item: &Item) -> Option<(&syn::Ident, &Visibility)> {
    Some(match item {
        Item::Const(it) => (&it.ident, &it.vis),
        Item::Enum(it) => (&it.ident, &it.vis),
        Item::Fn(it) => (&it.sig.ident, &it.vis),
        Item::Static(it) => (&it.ident, &it.vis),
        Item::Struct(it) => (&it.ident, &it.vis),
        Item::Trait(it) => (&it.ident, &it.vis),
        Item::Type(it) => (&it.ident, &it.vis),
        _ => return None,
    })
}

impl Surface {
    fn read(root: &Path) -> Self {
        let mut surface = Self {
            modules: BTreeMap::new(),
            implemented: BTreeMap::new(),
            listing: String::new(),
        };
        surface.add(&root.join("lib.rs"), root, Vec::new(), true);
        surface.find_implementations();
        surface
    }

    /// Adds the module of a file and those below it, whose files are in `folder`.
    fn add(&mut self, file: &Path, folder: &Path, place: Place, public: bool) {
        let source = fs::read_to_string(file).unwrap();
        let items = syn::parse_file(&source).unwrap().items;
        for item in &items {
            if let Item::Mod(it) = item
                && it.content.is_none()
                && !is_test(&it.attrs)
            {
                let name = it.ident.to_string();
                let inner: PathBuf = folder.join(&name);
                let files = [folder.join(format!("{name}.rs")), inner.join("mod.rs")];
                let file = files.iter().find(|file| file.exists()).unwrap();
                self.add(file, &inner, below(&place, &name), is_public(&it.vis));
            }
        }
        self.modules.insert(place, Module { items, public });
    }

    /// Returns where the thing stands that `path` names within the module at `place`.
    fn resolve(&self, place: &[String], path: &[String]) -> Option<Place> {
        let (first, rest) = path.split_first()?;
        let start = match first.as_str() {
            "crate" => Vec::new(),
            "self" => place.to_vec(),
            "super" => place.split_last()?.1.to_vec(),
            _ => {
                let own = below(place, first);
                let module = self.modules.get(place)?;
                let is_own = self.modules.contains_key(&own)
                    || (module.items.iter().filter_map(named)).any(|(name, _)| name == first);
                if is_own {
                    own
                } else {
                    let imported = self.imported(place).into_iter();
                    let (_, imported) = imported.into_iter().find(|(name, _)| name == first)?;
                    if imported == path[..1] {
                        return None;
                    }
                    self.resolve(place, &imported)?
                }
            }
        };
        match rest {
            [] => Some(start),
            rest => self.resolve(&start, rest),
        }
    }

    fn imported(&self, place: &[String]) -> Vec<(String, Place)> {
        let mut found = Vec::new();
        for item in &self.modules[place].items {
            if let Item::Use(it) = item
                && !is_glob(&it.tree)
            {
                imports(&it.tree, &[], &mut found);
            }
        }
        found
    }

    /// Notes the methods and traits of every type of the crate.
    fn find_implementations(&mut self) {
        let mut found: BTreeMap<Place, Vec<String>> = BTreeMap::new();
        for (place, module) in &self.modules {
            for item in &module.items {
                let Item::Impl(it) = item else { continue };
                let path = match &*it.self_ty {
                    Type::Path(path) => path.path.segments.iter(),
                    _ => continue,
                };
                let path: Place = path.map(|segment| segment.ident.to_string()).collect();
                let Some(of) = self.resolve(place, &path) else {
                    continue;
                };
                let lines = found.entry(of).or_default();
                if let Some((_, of_trait, _)) = &it.trait_ {
                    lines.push(format!("impl {} for {}", text(of_trait), text(&it.self_ty)));
                    continue;
                }
                lines.extend(it.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(it) if is_public(&it.vis) => {
                        Some(format!("pub {}", text(&it.sig)))
                    }
                    ImplItem::Const(it) if is_public(&it.vis) => {
                        Some(format!("pub const {}: {}", it.ident, text(&it.ty)))
                    }
                    _ => None,
                }));
            }
        }
        self.implemented = found;
    }

    /// Lists what a module offers.
    fn list(&mut self, place: &[String]) {
        let mut offered: Vec<(String, Place)> = (self.modules[place].items.iter())
            .filter_map(named)
            .filter(|(_, visibility)| is_public(visibility))
            .map(|(name, _)| (name.to_string(), below(place, name)))
            .collect();
        let mut reexported = Vec::new();
        for item in &self.modules[place].items {
            if let Item::Use(it) = item
                && is_public(&it.vis)
            {
                imports(&it.tree, &[], &mut reexported);
            }
        }
        for (name, path) in reexported {
            let target = self.resolve(place, &path).unwrap_or(path);
            offered.push((name, target));
        }
        offered.sort();
        for (name, target) in offered {
            let lines = self.lines(&name, &target);
            writeln!(self.listing, "{}", below(place, &name).join("::")).unwrap();
            for line in lines {
                writeln!(self.listing, "    {line}").unwrap();
            }
        }
        let inner = self.modules.iter().filter(|(inner, module)| {
            module.public && inner.split_last().is_some_and(|(_, above)| above == place)
        });
        let inner: Vec<Place> = inner.map(|(inner, _)| inner.clone()).collect();
        for inner in inner {
            self.list(&inner);
        }
    }

    /// Returns what is public of the item `target`.
    fn lines(&self, name: &str, target: &[String]) -> Vec<String> {
        let above = &target[..target.len() - 1];
        let own = target.last().map_or(name, String::as_str);
        let item = self.modules.get(above).and_then(|module| {
            (module.items.iter()).find(|item| named(item).is_some_and(|(ident, _)| ident == own))
        });
        let Some(item) = item else {
            return vec![format!("use {}", target.join("::"))];
        };
        let mut lines = described(item);
        let mut more = self.implemented.get(target).cloned().unwrap_or_default();
        more.sort();
        lines.append(&mut more);
        lines
    }
}

fn is_glob(tree: &UseTree) -> bool {
    match tree {
        UseTree::Path(it) => is_glob(&it.tree),
        UseTree::Glob(_) => true,
        _ => false,
    }
}

/// Returns an item's head and public parts, a line each.
fn described(item: &Item) -> Vec<String> {
    let derived = |attributes: &[syn::Attribute]| -> Vec<String> {
        let kept = ["derive", "non_exhaustive"];
        let kept = attributes
            .iter()
            .filter(|it| kept.iter().any(|name| it.path().is_ident(name)));
        kept.map(text).collect()
    };
    match item {
        Item::Const(it) => vec![format!("const {}: {}", it.ident, text(&it.ty))],
        Item::Static(it) => vec![format!("static {}: {}", it.ident, text(&it.ty))],
        Item::Fn(it) => vec![text(&it.sig)],
        Item::Type(it) => vec![format!(
            "type {}{} = {}",
            it.ident,
            text(&it.generics),
            text(&it.ty)
        )],
        Item::Struct(it) => {
            let mut lines = derived(&it.attrs);
            lines.push(format!("struct {}{}", it.ident, text(&it.generics)));
            lines.extend(fields(&it.fields, is_public));
            lines
        }
        Item::Enum(it) => {
            let mut lines = derived(&it.attrs);
            lines.push(format!("enum {}{}", it.ident, text(&it.generics)));
            lines.extend(it.variants.iter().map(|variant| {
                let parts = fields(&variant.fields, |_| true);
                match &variant.fields {
                    Fields::Unit => variant.ident.to_string(),
                    Fields::Named(_) => format!("{} {{ {} }}", variant.ident, parts.join(", ")),
                    Fields::Unnamed(_) => format!("{}({})", variant.ident, parts.join(", ")),
                }
            }));
            lines
        }
        Item::Trait(it) => {
            let mut lines = vec![format!("trait {}{}", it.ident, text(&it.generics))];
            lines.extend(it.items.iter().map(|item| match item {
                TraitItem::Fn(it) => text(&it.sig),
                other => text(other),
            }));
            lines
        }
        _ => Vec::new(),
    }
}

/// Returns those fields that `counts` lets count, with their types.
fn fields(fields: &Fields, counts: fn(&Visibility) -> bool) -> Vec<String> {
    let counted = fields.iter().filter(|field| counts(&field.vis));
    let described = counted.map(|field| match &field.ident {
        Some(name) => format!("{name}: {}", text(&field.ty)),
        None => text(&field.ty),
    });
    described.collect()
}

#[test]
fn the_public_surface_is_as_it_was() {
    let mut surface = Surface::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    surface.list(&[]);
    insta::with_settings!({
        snapshot_path => "../reports",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("public-api", surface.listing);
    });
}
