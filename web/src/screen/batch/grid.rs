//! A list of any length of which only what can be seen is drawn. One of its rows is
//! selected; the keys of a list move the selection. Knows nothing of what it lists.
//!
//! Sizes are set through the object model: the page's policy allows no style attribute.

use web_sys::HtmlElement;
use yew::prelude::*;

/// Rows drawn above and below those that can be seen.
const BEYOND: usize = 12;
/// The first row drawn moves in steps, so that not every pixel draws again.
const STEP: usize = 4;
/// Until a row was measured.
const ASSUMED_HEIGHT: usize = 44;
/// Until the list was measured.
const ASSUMED_ROWS: usize = 24;

/// One row.
#[derive(Clone, PartialEq)]
pub(super) struct GridRow {
    pub(super) cells: Vec<Html>,
    /// How it looks: a word of the style sheet.
    pub(super) tone: &'static str,
}

/// Properties of [`Grid`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct GridProps {
    pub(super) label: AttrValue,
    pub(super) heads: Vec<AttrValue>,
    pub(super) count: usize,
    /// The row at a place of the list.
    pub(super) row: Callback<usize, GridRow>,
    /// The place that is selected.
    pub(super) selected: Option<usize>,
    pub(super) onselect: Callback<usize>,
    /// What it says where there are no rows.
    pub(super) nothing: AttrValue,
    /// Divides the columns.
    pub(super) class: &'static str,
}

/// What of the list can be seen.
#[derive(Clone, Copy, PartialEq, Eq)]
struct View {
    first: usize,
    rows: usize,
    height: usize,
}

impl View {
    /// Measures a list.
    fn of(list: &HtmlElement) -> Self {
        let row = list.query_selector(".grid__row").ok().flatten();
        let height = row.map_or(ASSUMED_HEIGHT, |row| size(row.client_height()).max(1));
        Self {
            first: size(list.scroll_top()) / height / STEP * STEP,
            rows: size(list.client_height()) / height + 1,
            height,
        }
    }

    /// The rows to be drawn.
    fn drawn(self, count: usize) -> std::ops::Range<usize> {
        let last = (self.first + self.rows + BEYOND + STEP).min(count);
        self.first.saturating_sub(BEYOND).min(last)..last
    }
}

/// The list.
#[component]
pub(super) fn Grid(props: &GridProps) -> Html {
    let (list, space, window) = (use_node_ref(), use_node_ref(), use_node_ref());
    let view = use_state_eq(|| View {
        first: 0,
        rows: ASSUMED_ROWS,
        height: ASSUMED_HEIGHT,
    });
    let drawn = view.drawn(props.count);
    let measure = {
        let (list, view) = (list.clone(), view.setter());
        move || {
            if let Some(list) = list.cast::<HtmlElement>() {
                view.set(View::of(&list));
            }
        }
    };
    {
        let (space, window, measure) = (space.clone(), window.clone(), measure.clone());
        use_effect_with(
            (props.count, drawn.start, view.height),
            move |&(count, first, height)| {
                style(
                    &space,
                    "height",
                    &[&(count * height).to_string(), "px"].concat(),
                );
                let shift = ["translateY(", &(first * height).to_string(), "px)"].concat();
                style(&window, "transform", &shift);
                measure();
            },
        );
    }
    let onkeydown = moves(props, &list);
    let active = props.selected.filter(|place| drawn.contains(place));
    html! {
        <div class={classes!("grid", props.class)} role="grid" tabindex="0" ref={list}
            aria-label={&props.label} aria-rowcount={(props.count + 1).to_string()}
            aria-colcount={props.heads.len().to_string()}
            aria-activedescendant={active.map(row_id)}
            onscroll={Callback::from(move |_: Event| measure())} {onkeydown}>
            <div class="grid__head" role="row" aria-rowindex="1">
                { for props.heads.iter().map(|head| html! {
                    <span class="grid__cell" role="columnheader">{ head }</span>
                }) }
            </div>
            if props.count == 0 {
                <div role="row" aria-rowindex="2">
                    <p class="grid__nothing" role="gridcell">{ &props.nothing }</p>
                </div>
            }
            <div class="grid__space" role="presentation" ref={space}>
                <div class="grid__window" role="presentation" ref={window}>
                    { for drawn.map(|place| one(props, place)) }
                </div>
            </div>
        </div>
    }
}

fn one(props: &GridProps, place: usize) -> Html {
    let row = props.row.emit(place);
    let onselect = props.onselect.clone();
    html! {
        <div class="grid__row" role="row" id={row_id(place)} key={place} data-tone={row.tone}
            aria-rowindex={(place + 2).to_string()}
            aria-selected={(props.selected == Some(place)).to_string()}
            onclick={Callback::from(move |_: MouseEvent| onselect.emit(place))}>
            { for row.cells.into_iter().map(|cell| html! {
                <span class="grid__cell" role="gridcell">{ cell }</span>
            }) }
        </div>
    }
}

/// The keys of a list (WAI-ARIA Authoring Practices, grid): they move the selection and
/// bring it into view.
fn moves(props: &GridProps, list: &NodeRef) -> Callback<KeyboardEvent> {
    let (list, onselect) = (list.clone(), props.onselect.clone());
    let (count, selected) = (props.count, props.selected);
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let Some(list) = list.cast::<HtmlElement>() else {
            return;
        };
        let view = View::of(&list);
        let page = view.rows.saturating_sub(2).max(1);
        let last = count.saturating_sub(1);
        let to = match (event.key().as_str(), selected) {
            ("ArrowDown", None) | ("Home", _) => 0,
            ("ArrowDown", Some(at)) => at + 1,
            ("ArrowUp", at) => at.unwrap_or_default().saturating_sub(1),
            ("PageDown", at) => at.unwrap_or_default() + page,
            ("PageUp", at) => at.unwrap_or_default().saturating_sub(page),
            ("End", _) => last,
            _ => return,
        };
        event.prevent_default();
        if count > 0 {
            let to = to.min(last);
            bring_into_view(&list, to, view.height);
            onselect.emit(to);
        }
    })
}

/// The head covers one row of the list.
fn bring_into_view(list: &HtmlElement, place: usize, height: usize) {
    let (top, shown) = (size(list.scroll_top()), size(list.client_height()));
    let start = place * height;
    let end = start + 2 * height;
    let to = if start < top {
        start
    } else if end > top + shown {
        end.saturating_sub(shown)
    } else {
        return;
    };
    list.scroll_to_with_x_and_y(0.0, f64::from(u32::try_from(to).unwrap_or(u32::MAX)));
}

fn style(node: &NodeRef, property: &str, value: &str) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // Both are good properties with good values.
        drop(element.style().set_property(property, value));
    }
}

fn row_id(place: usize) -> String {
    ["grid-row-", &place.to_string()].concat()
}

/// Browsers count in whole pixels or in parts of them.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates"
)]
fn size(pixels: impl Into<f64>) -> usize {
    pixels.into() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_drawn_than_there_is_and_little_more_than_can_be_seen() {
        let view = |first| View {
            first,
            rows: 20,
            height: 40,
        };
        assert_eq!(view(0).drawn(0), 0..0);
        assert_eq!(view(0).drawn(3), 0..3);
        assert_eq!(view(0).drawn(10_000), 0..36);
        assert_eq!(view(100).drawn(10_000), 88..136);
        assert_eq!(view(9_980).drawn(10_000), 9_968..10_000);
        // The list became shorter than what was looked at.
        assert_eq!(view(9_980).drawn(5), 5..5);
    }
}
