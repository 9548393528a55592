//! Times: what a time expression says, and which days it means.
//!
//! In: an [`Expr`] that still depends on the date of issue (去年, 10月30日), and that date. Out: a [`Period`], its first and last
//! day and the form that a row prints. Not here: reading text (see `read`), and which period a fact belongs to (see
//! [`crate::resolve`]).
//!
//! A row tells a part of a month by its month (9月底 is `2020-09`), so [`Grain::MonthPart`] keeps the finer days (25 to 30)
//! beside that form.

mod read;
mod words;

pub use read::{PeriodReader, UnknownTime};
pub use words::{Marks, PeriodWords, WordList};

use chrono::{Datelike, Days, Months, NaiveDate};

/// The year a point of time lies in, as far as the text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    /// A number.
    Absolute(i32),
    /// Its last two digits (19年): the latest such year up to ten years after the issue.
    Short(i32),
    /// Years from the year of issue: 去年 is -1.
    Offset(i32),
    /// The year spoken of last (当年).
    Context,
    /// The year before it (上年).
    Before,
    /// None given.
    Open,
}

/// What is told of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// All of it.
    Whole,
    /// One day.
    Day(u32),
    /// The first days (月初, to the 5th).
    Start,
    /// The last days (月底, from the 25th).
    End,
    /// One third, 1 to 3: 上旬, 中旬, 下旬.
    Third(u32),
}

/// The part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// Its first two months (年初).
    Start,
    /// From one month to another.
    Months(u32, u32),
    /// A quarter, 1 to 4.
    Quarter(u32),
    /// A half, 1 or 2.
    Half(u32),
    /// A month, or what is told of it.
    Month(u32, Cut),
    /// The same, the month counted from that of issue (下月9号).
    IssueMonth(i32, Cut),
    /// A day of the month spoken of last, or of issue.
    DayOnly(u32),
}

/// A year and a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The year.
    pub year: Year,
    /// The part.
    pub part: Part,
}

/// What a number of times counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// 年
    Year,
    /// 个月
    Month,
    /// 周, 个星期
    Week,
    /// 天, 日
    Day,
}

/// What a time expression says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expr {
    /// One stretch of a year.
    At(Point),
    /// From the first to the second, both included.
    Range(Point, Point),
    /// From the point until the issue (以来).
    Since(Point),
    /// Quarters from that of issue.
    Quarter(i32),
    /// Months from the month of issue: 目前 is 0.
    Month(i32),
    /// Weeks from that of issue, and the first and last day of it, Monday being 0.
    Week(i32, u32, u32),
    /// Days from the issue: 昨天 is -1. A row tells them by the month: 昨天 is when something was said, not when it held.
    Day(i32),
    /// Whole years, both included.
    Years(i32, i32),
    /// Ten years of a century of issue or of one near it: 上世纪90年代 is -1 and 90.
    Decade(Option<i32>, i32),
    /// The last N years or months, that of issue included, or the last N weeks or days (近三年).
    Recent(Step, i32),
    /// The next N (未来五年).
    Coming(Step, i32),
    /// N before the issue (五年前), or after it where N is negative (三天后).
    Ago(Step, i32),
    /// The period spoken of last, moved by so many years (同期 0, 上年同期 -1).
    Same(i32),
    /// A time that no date can be given for (近年来).
    Unknown,
}

impl Expr {
    /// Whether it can be resolved only with the date of issue.
    pub fn is_relative(&self) -> bool {
        let relative = |p: &Point| !matches!(p.year, Year::Absolute(_));
        match self {
            Expr::At(p) => relative(p),
            Expr::Range(a, b) => relative(a) && relative(b),
            Expr::Years(..) => false,
            _ => true,
        }
    }
}

/// How fine a period is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// `2020`
    Year,
    /// `2020-H1`
    Half,
    /// `2020-Q1`
    Quarter,
    /// `2020-09`
    Month,
    /// `2020-09`, the month of its first day, though the days tell more.
    MonthPart,
    /// `2020-09-30`
    Day,
}

/// The days of the longest year.
pub const YEAR: i64 = 366;

/// A resolved time: first and last day, both included, and the grain it is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub start: NaiveDate,
    /// Last day.
    pub end: NaiveDate,
    /// The grain of its form.
    pub grain: Grain,
}

impl Period {
    /// One month.
    pub fn month(year: i32, month: u32) -> Option<Period> {
        Some(Period {
            start: NaiveDate::from_ymd_opt(year, month, 1)?,
            end: last_day(year, month)?,
            grain: Grain::Month,
        })
    }

    /// One day.
    pub fn day(date: NaiveDate) -> Period {
        Period { start: date, end: date, grain: Grain::Day }
    }

    /// One of some years, where a period is as many: the second of three of 2018/2020 is 2019.
    pub fn year_of(&self, index: usize, count: usize) -> Option<Period> {
        let years = self.end.year() - self.start.year() + 1;
        let each = self.grain == Grain::Year && years > 1 && usize::try_from(years).is_ok_and(|years| years == count);
        let year = self.start.year() + i32::try_from(index).ok()?;
        each.then(|| Period::years(year, year)).flatten()
    }

    /// Years from the first to the last.
    pub fn years(first: i32, last: i32) -> Option<Period> {
        Some(Period {
            start: NaiveDate::from_ymd_opt(first, 1, 1)?,
            end: NaiveDate::from_ymd_opt(last, 12, 31)?,
            grain: Grain::Year,
        })
    }

    /// The whole year, or years, that a period lies in.
    pub fn whole_years(&self) -> Option<Period> {
        Period::years(self.start.year(), self.end.year())
    }

    fn until(self, last: Period) -> Option<Period> {
        let grain = if self.grain == last.grain { self.grain } else { Grain::Month };
        let grain = match grain {
            _ if self.grain == Grain::Day || last.grain == Grain::Day => Grain::Day,
            Grain::MonthPart => Grain::Month,
            grain => grain, // halves and quarters mix with other grains as months
        };
        (self.start <= last.end).then_some(Period { start: self.start, end: last.end, grain })
    }

    /// The same so many years later.
    pub(crate) fn shifted(self, years: i32) -> Option<Period> {
        if years == 0 {
            return Some(self);
        }
        let start = same_day(self.start, years)?;
        let end = match self.grain {
            Grain::Day | Grain::MonthPart => same_day(self.end, years)?,
            _ => last_day(self.end.year() + years, self.end.month())?,
        };
        Some(Period { start, end, ..self })
    }
}

fn same_day(date: NaiveDate, years: i32) -> Option<NaiveDate> {
    date.with_year(date.year() + years).or_else(|| NaiveDate::from_ymd_opt(date.year() + years, 2, 28))
}

fn last_day(year: i32, month: u32) -> Option<NaiveDate> {
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(year, month, 1)?.checked_sub_days(Days::new(1))
}

/// The form of ROWS: `2020`, `2020-09`, `2020-Q3`, `2020-01/2020-09`.
impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.form())
    }
}

/// Appends a number with at least so many digits. The machinery of `format!` takes four times as long, for every row.
fn push_digits(form: &mut String, number: u32, digits: u32) {
    if digits > 1 || number > 9 {
        push_digits(form, number / 10, digits.saturating_sub(1));
    }
    form.push(char::from(b'0' + (number % 10) as u8));
}

impl Period {
    /// The year, half, quarter, month or day of a date, whatever the period is told in; a number for each.
    fn unit_of(&self, date: NaiveDate) -> i32 {
        let (year, month) = (date.year(), date.month0() as i32);
        match self.grain {
            Grain::Year => year,
            Grain::Half => year * 2 + month / 6,
            Grain::Quarter => year * 4 + month / 3,
            Grain::Month | Grain::MonthPart => year * 12 + month,
            Grain::Day => date.num_days_from_ce(),
        }
    }

    /// As a row prints it; 2020-01/2020-09 is as long as most get.
    pub fn form(&self) -> String {
        let mut form = String::with_capacity("2020-01/2020-09".len());
        self.push_form_of(self.start, &mut form);
        if self.grain != Grain::MonthPart && self.unit_of(self.start) != self.unit_of(self.end) {
            form.push('/');
            self.push_form_of(self.end, &mut form);
        }
        form
    }

    fn push_form_of(&self, date: NaiveDate, form: &mut String) {
        let mut push = |mark: &str, number: u32, digits: u32| {
            form.push_str(mark);
            push_digits(form, number, digits);
        };
        push("", date.year().unsigned_abs(), 4);
        match self.grain {
            Grain::Year => {}
            Grain::Half => push("-H", 1 + date.month0() / 6, 1),
            Grain::Quarter => push("-Q", 1 + date.month0() / 3, 1),
            Grain::Month | Grain::MonthPart => push("-", date.month(), 2),
            Grain::Day => {
                push("-", date.month(), 2);
                push("-", date.day(), 2);
            }
        }
    }
}

/// So many years after a year its figures are told as those of the last one, at most.
const LATEST_REPORT: i32 = 2;

/// Up to this month papers report on the year that has ended.
const LATEST_ANNUAL: u32 = 4;

/// What a time expression is resolved against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    /// The date of issue.
    pub issue: Option<NaiveDate>,
    /// The period that the text gave last.
    pub last: Option<Period>,
    /// Whether the clause speaks of what is to come (将, 力争).
    pub future: bool,
}

impl Expr {
    /// Whether it is a year by what was spoken of before (全年, 上年).
    pub fn is_of_context(&self) -> bool {
        matches!(self, Expr::At(Point { year: Year::Context | Year::Before, .. }))
    }
}

/// The days that an expression means, or `None` where the context does not tell.
pub fn resolve(expr: Expr, context: &Context) -> Option<Period> {
    // a form has four digits for the year
    days(expr, context).filter(|p| p.start.year() >= 1000 && p.end.year() <= 9999)
}

fn days(expr: Expr, context: &Context) -> Option<Period> {
    let issue = context.issue;
    match expr {
        Expr::At(point) => at(point, context, context.last),
        Expr::Range(first, last) => range(first, last, context),
        Expr::Since(point) => {
            let first = at(point, context, context.last)?;
            let end = issue.filter(|end| first.start <= *end)?;
            Some(Period { start: first.start, end, grain: Grain::Month })
        }
        Expr::Month(offset) => issue_month(issue?, offset, Cut::Whole),
        Expr::Quarter(offset) => {
            let quarters = issue?.year() * 4 + issue?.month0() as i32 / 3 + offset;
            in_year(quarters.div_euclid(4), Part::Quarter(quarters.rem_euclid(4) as u32 + 1), None, issue)
        }
        Expr::Week(offset, first, last) => {
            let monday = days_from(issue?, offset * 7 - issue?.weekday().num_days_from_monday() as i32)?;
            let (start, end) = (days_from(monday, first as i32)?, days_from(monday, last as i32)?);
            Some(Period { start, end, grain: Grain::Day })
        }
        Expr::Day(offset) => Some(Period { grain: Grain::MonthPart, ..Period::day(days_from(issue?, offset)?) }),
        Expr::Years(first, last) => Period::years(first, last),
        Expr::Decade(century, decade) => {
            let first = match century {
                Some(offset) => (issue?.year().div_euclid(100) + offset) * 100 + decade,
                None => short_year(decade, issue?),
            };
            Period::years(first, first + 9)
        }
        Expr::Recent(Step::Year, n) if spans(context.last, n) => context.last,
        Expr::Recent(step, n) => recent(step, n, issue?),
        Expr::Coming(step, n) => coming(step, n, issue?),
        Expr::Ago(step, n) => ago(step, n, issue?),
        Expr::Same(years) => context.last?.shifted(years),
        Expr::Unknown => None,
    }
}

/// The end gives the year to a start that has none, and the other way round.
fn range(first: Point, last: Point, context: &Context) -> Option<Period> {
    let open = |p: Point| p.year == Year::Open && !matches!(p.part, Part::IssueMonth(..));
    let known = |p: Point| !matches!(p.year, Year::Open | Year::Context | Year::Before);
    let (a, b) = match (first, last) {
        _ if open(first) && known(last) => (Point { year: last.year, ..first }, last),
        _ if known(first) && open(last) => (first, Point { year: first.year, ..last }),
        _ => (first, last),
    };
    let last = at(b, context, at(a, context, context.last))?;
    let first = at(a, context, Some(last))?;
    first.until(last).or_else(|| first.shifted(-1)?.until(last))
}

/// Whether the time spoken of last is so many years, counted with or without the first: 2008年至2017年，九年间….
fn spans(last: Option<Period>, years: i32) -> bool {
    last.is_some_and(|last| {
        let whole = last.grain == Grain::Year && years > 1;
        whole && matches!(last.end.year() - last.start.year() - years, -1 | 0)
    })
}

fn recent(step: Step, n: i32, issue: NaiveDate) -> Option<Period> {
    match step {
        Step::Year => Period::years(issue.year() - n + 1, issue.year()),
        Step::Month => issue_month(issue, 1 - n, Cut::Whole)?.until(issue_month(issue, 0, Cut::Whole)?),
        Step::Week => recent(Step::Day, n * 7, issue),
        Step::Day => Some(Period { start: days_from(issue, -n)?, end: issue, grain: Grain::Day }),
    }
}

fn coming(step: Step, n: i32, issue: NaiveDate) -> Option<Period> {
    match step {
        Step::Year => Period::years(issue.year() + 1, issue.year() + n),
        Step::Month => issue_month(issue, 1, Cut::Whole)?.until(issue_month(issue, n, Cut::Whole)?),
        Step::Week => coming(Step::Day, n * 7, issue),
        Step::Day => Some(Period { start: days_from(issue, 1)?, end: days_from(issue, n)?, grain: Grain::Day }),
    }
}

fn ago(step: Step, n: i32, issue: NaiveDate) -> Option<Period> {
    match step {
        Step::Year => Period::years(issue.year() - n, issue.year() - n),
        Step::Month => issue_month(issue, -n, Cut::Whole),
        Step::Week => ago(Step::Day, n * 7, issue),
        Step::Day => days_from(issue, -n).map(Period::day),
    }
}

fn days_from(date: NaiveDate, days: i32) -> Option<NaiveDate> {
    let distance = Days::new(u64::from(days.unsigned_abs()));
    if days < 0 { date.checked_sub_days(distance) } else { date.checked_add_days(distance) }
}

/// The latest year with these last two digits that is at most ten years after the issue; none before 1900.
fn short_year(digits: i32, issue: NaiveDate) -> i32 {
    let latest = issue.year() + 10;
    let year = latest - (latest - digits).rem_euclid(100);
    if year < 1900 { year + 100 } else { year }
}

fn at(point: Point, context: &Context, last: Option<Period>) -> Option<Period> {
    let year = match point.year {
        Year::Absolute(year) => year,
        Year::Short(digits) => short_year(digits, context.issue?),
        Year::Offset(offset) => context.issue?.year() + offset,
        Year::Context => {
            // 全年 with no year before it, in a paper of the first months, is the year that has ended
            let ended = |issue: NaiveDate| issue.year() - i32::from(issue.month() <= LATEST_ANNUAL);
            last.map(|p| p.end.year()).or(context.issue.map(ended))?
        }
        // 2019年，…由上年的862家: the year before the one spoken of, where that is about to end or has just ended
        Year::Before => {
            let issue = context.issue.map(|d| d.year());
            let near = |year: &i32| issue.is_none_or(|issue| (issue - LATEST_REPORT..=issue).contains(year));
            last.map(|p| p.end.year()).filter(near).or(issue)? - 1
        }
        Year::Open => {
            return match point.part {
                Part::IssueMonth(offset, cut) => issue_month(context.issue?, offset, cut),
                part => open_year(part, context, last),
            };
        }
    };
    in_year(year, point.part, last, context.issue)
}

/// A month or quarter without a year: that of the period before it in the text, if this one begins inside or after it within a
/// year; else the latest that had begun by the issue, or the next one where the clause looks ahead.
fn open_year(part: Part, context: &Context, last: Option<Period>) -> Option<Period> {
    let told = |period: &Period| context.future || context.issue.is_none_or(|issue| is_told(part, period, issue));
    if let Some((last, explicit)) = last.and_then(|p| Some((p, in_year(p.end.year(), part, Some(p), context.issue)?))) {
        // 到2020年底…。上半年…: a text goes on in time
        let next = (explicit.end < last.start).then(|| in_year(last.end.year() + 1, part, Some(last), context.issue));
        if let Some(next) = next.flatten().filter(|next| context.issue.is_some_and(|issue| is_told(part, next, issue)))
        {
            return Some(next);
        }
        if context.issue.is_none_or(|issue| last.end.year() < issue.year()) || told(&explicit) {
            return Some(explicit);
        }
    }
    let issue = context.issue?;
    // the 29th of February may be up to eight years back
    let mut years = (issue.year() - 8..=issue.year()).rev().filter_map(|year| in_year(year, part, last, Some(issue)));
    let this = years.next()?;
    if told(&this) { Some(this) } else { years.next() }
}

/// Whether a paper of that date can tell what happened in a period: of several months, when the last one has begun.
fn is_told(part: Part, period: &Period, issue: NaiveDate) -> bool {
    match part {
        Part::Months(..) => period.end.with_day(1).is_some_and(|last_month| last_month <= issue),
        _ => period.start <= issue,
    }
}

fn in_year(year: i32, part: Part, last: Option<Period>, issue: Option<NaiveDate>) -> Option<Period> {
    let months = |first, last, grain| {
        Some(Period { start: NaiveDate::from_ymd_opt(year, first, 1)?, end: last_day(year, last)?, grain })
    };
    match part {
        Part::Whole => Period::years(year, year),
        Part::Start => months(1, 2, Grain::MonthPart),
        Part::Months(first, last) => months(first, last, Grain::Month).filter(|p| p.start <= p.end),
        Part::Quarter(q) => months(q * 3 - 2, q * 3, Grain::Quarter),
        Part::Half(h) => months(h * 6 - 5, h * 6, Grain::Half),
        Part::Month(month, cut) => in_month(year, month, cut),
        Part::IssueMonth(offset, cut) => issue_month(same_day(issue?, year - issue?.year())?, offset, cut),
        Part::DayOnly(day) => {
            let told = |p: &Period| matches!(p.grain, Grain::Day | Grain::Month | Grain::MonthPart);
            let month = last.filter(told).map(|p| p.end).or(issue)?;
            // a month without that day gives way to the one before
            [0, 1].iter().find_map(|&back| month.checked_sub_months(Months::new(back))?.with_day(day)).map(Period::day)
        }
    }
}

/// A month counted from that of issue.
fn issue_month(issue: NaiveDate, offset: i32, cut: Cut) -> Option<Period> {
    let months = issue.year() * 12 + issue.month0() as i32 + offset;
    in_month(months.div_euclid(12), months.rem_euclid(12) as u32 + 1, cut)
}

fn in_month(year: i32, month: u32, cut: Cut) -> Option<Period> {
    let whole = Period::month(year, month)?;
    let days = |first, last| {
        Some(Period { start: whole.start.with_day(first)?, end: whole.start.with_day(last)?, grain: Grain::MonthPart })
    };
    match cut {
        Cut::Whole => Some(whole),
        Cut::Day(day) => whole.start.with_day(day).map(Period::day),
        Cut::Start => days(1, 5),
        Cut::End => days(25, whole.end.day()),
        Cut::Third(third @ 1..3) => days(third * 10 - 9, third * 10),
        Cut::Third(_) => days(21, whole.end.day()),
    }
}
