//! Types: what rules ask mentions to be.
//!
//! In: a [`Pack`], whose lexicon names the word classes. Out: [`Types`], sets of types as bits, and [`TypeNames`], what each is
//! called in a slot. Not here: which word has which types (see [`vocabulary`](super::vocabulary)).

use crate::rules::Pack;
use crate::rules::error::RuleErrors;
use crate::rules::file::FileKind;
use crate::rules::tree::Node;
use crate::suggest::nearest;
use crate::unit::Dimension;

/// A set of types: what a mention may stand for in a pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Types(u128);

impl Types {
    /// No type at all.
    pub const NONE: Types = Types(0);
    /// A time.
    pub const PERIOD: Types = Types(1 << (Types::FIRST_NAMED));
    /// A park.
    pub const ZONE: Types = Types(1 << (Types::FIRST_NAMED + 1));
    /// A province, city, ministry or nation.
    pub const REGION: Types = Types(1 << (Types::FIRST_NAMED + 2));
    /// A known metric.
    pub const METRIC: Types = Types(1 << (Types::FIRST_NAMED + 3));
    /// A name or title.
    pub const NAME: Types = Types(1 << (Types::FIRST_NAMED + 4));
    /// A number that is no amount and no noun text either (一个, 数十家).
    pub const APART: Types = Types(1 << (Types::FIRST_NAMED + 5));
    /// All parks of a nation, a region or a kind together, beside [`ZONE`](Types::ZONE).
    pub const PARKS: Types = Types(1 << (Types::FIRST_NAMED + 6));
    const DIMENSIONS: u32 = Dimension::ALL.len() as u32;
    const FIRST_NAMED: u32 = 2 * Types::DIMENSIONS;
    const FIRST_CLASS: u32 = Types::FIRST_NAMED + Types::NAMED.len() as u32;
    /// The types that have names of their own.
    const NAMED: [(&str, Types); 7] = [
        ("period", Types::PERIOD),
        ("zone", Types::ZONE),
        ("parks", Types::PARKS),
        ("region", Types::REGION),
        ("metric", Types::METRIC),
        ("name", Types::NAME),
        ("apart", Types::APART),
    ];

    /// The type of quantities of a dimension.
    pub fn of(dimension: Dimension) -> Types {
        Types(1 << dimension as u32)
    }

    /// The type of lists of quantities of a dimension.
    pub fn list_of(dimension: Dimension) -> Types {
        Types(1 << (dimension as u32 + Types::DIMENSIONS))
    }

    pub(super) fn class(index: usize) -> Types {
        Types(1u128.checked_shl(Types::FIRST_CLASS + index as u32).unwrap_or(0))
    }

    /// A number that spreads sets over a table.
    pub fn hash(self) -> usize {
        (((self.0 >> 64) as u64 ^ self.0 as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
    }

    /// Whether the two share a type.
    pub fn meets(self, other: Types) -> bool {
        self.0 & other.0 != 0
    }
}

impl std::ops::BitOr for Types {
    type Output = Types;
    fn bitor(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }
}

impl std::ops::BitOrAssign for Types {
    fn bitor_assign(&mut self, other: Types) {
        self.0 |= other.0;
    }
}

/// How many word classes a pack may have.
const MOST_CLASSES: usize = (u128::BITS - Types::FIRST_CLASS) as usize;

/// The names of types: dimensions, what is built in, and the word classes of a pack.
#[derive(Clone, Debug)]
pub struct TypeNames {
    classes: Vec<String>,
}

impl TypeNames {
    /// The names that a pack knows.
    ///
    /// # Errors
    /// More word classes than there are types.
    pub fn new(pack: &Pack) -> Result<TypeNames, RuleErrors> {
        let classes: Vec<String> = pack.lexicon.class.keys().cloned().collect();
        if classes.len() > MOST_CLASSES {
            let message = format!("{} word classes, and at most {MOST_CLASSES} are possible", classes.len());
            let class = pack.problem(FileKind::Lexicon, message, |tree| tree.get("class").map(Node::span));
            return Err(RuleErrors(vec![class.kind("too-many")]));
        }
        Ok(TypeNames { classes })
    }

    /// The type of a name in a slot: a dimension, `period`, `zone`, `parks`, `region`, `metric`, `name` or a word class.
    ///
    /// # Errors
    /// The known name that was probably meant, if there is one.
    pub fn type_named(&self, name: &str) -> Result<Types, Option<String>> {
        let fixed = Types::NAMED;
        if let Some(&(_, types)) = fixed.iter().find(|(n, _)| *n == name) {
            return Ok(types);
        }
        if let Some((dimension, _)) = Dimension::ALL.iter().find(|(_, n)| *n == name) {
            return Ok(Types::of(*dimension));
        }
        if let Some((dimension, _)) =
            name.strip_suffix('*').and_then(|name| Dimension::ALL.iter().find(|(_, n)| *n == name))
        {
            return Ok(Types::list_of(*dimension));
        }
        if let Some(index) = self.classes.iter().position(|c| c == name) {
            return Ok(Types::class(index));
        }
        let known = fixed
            .iter()
            .map(|(n, _)| *n)
            .chain(Dimension::ALL.iter().map(|(_, n)| *n))
            .chain(self.classes.iter().map(String::as_str));
        Err(nearest(name, known).map(String::from))
    }

    /// The names of the types in a set, for people.
    pub fn type_names(&self, types: Types) -> Vec<&str> {
        let fixed = Types::NAMED.into_iter().filter(|(_, t)| types.meets(*t)).map(|(name, _)| name);
        let dimensions = Dimension::ALL.iter().filter(|&&(d, _)| types.meets(Types::of(d))).map(|&(_, name)| name);
        let classes = self.classes.iter().enumerate().filter(|(i, _)| types.meets(Types::class(*i)));
        dimensions.chain(fixed).chain(classes.map(|(_, name)| name.as_str())).collect()
    }

    /// The union of some classes; unknown names are left out.
    pub fn union(&self, names: &[String]) -> Types {
        names.iter().filter_map(|n| self.type_named(n).ok()).fold(Types::NONE, |a, b| a | b)
    }
}
