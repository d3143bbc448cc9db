//! Which written block an element of a set is: a plan shows the elements of a set in an order of its own.

use ssm_check_plan::Value;
use std::collections::BTreeSet;

/// The written blocks, by position, that the element at `index` may be made of; there are as many blocks as elements. Empty where every one
/// contradicts it.
///
/// Each block is one element, so that a block which can be no other element leaves that one to no other block. Elements that the plan shows
/// alike stand for each other: which of them is which block makes no difference, as long as each is another one.
pub(super) fn possible_blocks(
    elements: &[Value<'_, '_>],
    blocks: usize,
    index: usize,
    agrees: impl Fn(usize, Value<'_, '_>) -> bool,
) -> Vec<usize> {
    let mut classes: Vec<(Value<'_, '_>, Vec<usize>)> = Vec::new();
    for (position, element) in elements.iter().enumerate() {
        match classes.iter_mut().find(|(first, _)| first.is_alike(*element)) {
            Some((_, class)) => class.push(position),
            None => classes.push((*element, vec![position])),
        }
    }
    let Some((number, class)) = (0..).zip(&classes).find_map(|(number, (_, class))| class.contains(&index).then_some((number, class)))
    else {
        return Vec::new();
    };
    let may_be = |block: usize| (0..).zip(&classes).filter(|(_, (element, _))| agrees(block, *element)).map(|(number, _)| number).collect();
    let mut may: Vec<BTreeSet<usize>> = (0..blocks).map(may_be).collect();
    let of_class =
        |may: &[BTreeSet<usize>]| (0..blocks).zip(may).filter(|(_, may)| may.contains(&number)).map(|(block, _)| block).collect();
    let agreeing: Vec<usize> = of_class(&may);
    if !settle(&mut may, &classes) {
        return agreeing;
    }
    let left: Vec<usize> = of_class(&may);
    let is_settled = left.len() == class.len() && may.iter().all(|may| may.len() == 1 || !may.contains(&number));
    match class.iter().position(|position| *position == index).and_then(|rank| left.get(rank)) {
        Some(block) if is_settled => vec![*block],
        _ => left,
    }
}

/// Takes away what cannot be, given that every class of elements is made of as many blocks as it has elements; `false` where that cannot be.
fn settle(may: &mut [BTreeSet<usize>], classes: &[(Value<'_, '_>, Vec<usize>)]) -> bool {
    loop {
        let mut changed = false;
        for (number, (_, class)) in classes.iter().enumerate() {
            let only = may.iter().filter(|may| may.len() == 1 && may.contains(&number)).count();
            let all = may.iter().filter(|may| may.contains(&number)).count();
            if only > class.len() || all < class.len() {
                return false;
            }
            for may in may.iter_mut().filter(|may| may.len() > 1 && may.contains(&number)) {
                if only == class.len() {
                    changed |= may.remove(&number);
                } else if all == class.len() {
                    *may = BTreeSet::from([number]);
                    changed = true;
                }
            }
        }
        if !changed {
            return may.iter().all(|may| !may.is_empty());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::possible_blocks;
    use ssm_check_plan::{Json, Value};

    /// What each of some elements may be, of blocks that say which values they may have.
    fn possible(elements: &[&str], blocks: &[&[&str]]) -> Vec<Vec<usize>> {
        let texts: Vec<String> = elements.iter().map(|element| format!("\"{element}\"")).collect();
        let parsed: Vec<Json<'_>> = texts.iter().map(|text| Json::parse(text).unwrap()).collect();
        let shown: Vec<Value<'_, '_>> = parsed.iter().map(Value::known).collect();
        let agrees = |block: usize, shown: Value<'_, '_>| blocks[block].contains(&shown.text().value().unwrap());
        (0..elements.len()).map(|index| possible_blocks(&shown, blocks.len(), index, agrees)).collect()
    }

    #[test]
    fn a_block_that_can_be_no_other_element_leaves_it_to_no_other_block() {
        assert_eq!(possible(&["a", "b"], &[&["a", "b"], &["a"]]), [[1], [0]]);
        assert_eq!(possible(&["a", "b", "c"], &[&["a", "b", "c"], &["a", "b"], &["b"]]), [[1], [2], [0]]);
    }

    #[test]
    fn alike_elements_are_each_another_block() {
        assert_eq!(possible(&["a", "a"], &[&["a"], &["a"]]), [[0], [1]]);
        assert_eq!(possible(&["a", "b", "a"], &[&["a"], &["a", "b"], &["a"]]), [[0], [1], [2]]);
    }

    #[test]
    fn what_is_not_told_stays_open() {
        assert_eq!(possible(&["a", "b"], &[&["a", "b"], &["a", "b"]]), [[0, 1], [0, 1]]);
        // Which of the blocks is `c` decides what `a` is.
        assert_eq!(possible(&["a", "a", "c"], &[&["a", "c"], &["a", "c"], &["a"]]), [vec![0, 1, 2], vec![0, 1, 2], vec![0, 1]]);
    }

    #[test]
    fn blocks_that_cannot_be_the_elements_are_what_agrees() {
        assert_eq!(possible(&["a", "b"], &[&["a"], &["a"]]), [vec![0, 1], vec![]]);
    }
}
