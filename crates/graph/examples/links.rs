fn main() {
    for file in std::env::args().skip(1) {
        let bytes = std::fs::read(&file).unwrap();
        let text = match ssm_check_plan::decode_text(&bytes) {
            Ok(t) => t,
            Err(e) => {
                println!("{file}: {e}");
                continue;
            }
        };
        let plan = match ssm_check_plan::Plan::parse(&text) {
            Ok(p) => p,
            Err(e) => {
                println!("{file}: {e}");
                continue;
            }
        };
        let graph = match ssm_check_graph::Graph::build(&[&plan], 1, &[], ssm_check_graph::Picture::Planned) {
            Ok(g) => g,
            Err(e) => {
                println!("{file}: {e}");
                continue;
            }
        };
        let (mut sure, mut many, mut open, mut outside) = (0, 0, 0, 0);
        for resource in graph.resources() {
            for (path, link) in resource.all_links() {
                for slot in &link.slots {
                    use ssm_check_graph::Slot::*;
                    let show = std::env::var("SHOW").is_ok();
                    let names = || {
                        slot.candidates()
                            .iter()
                            .map(|c| match c.target {
                                ssm_check_graph::Target::Resource(id) => format!("{} {:?}", graph.resource(id).address(), c.how),
                                ssm_check_graph::Target::Default(d, id) => format!("{d:?} of {}", graph.resource(id).address()),
                            })
                            .collect::<Vec<_>>()
                            .join(", ")
                    };
                    match slot {
                        Outside(v) => {
                            outside += 1;
                            if show {
                                println!("  {} {path:?} OUTSIDE {v}", resource.address())
                            }
                        }
                        _ if slot.gap().is_some() => {
                            open += 1;
                            if show {
                                println!("  {} {path:?} OPEN {} [{}]", resource.address(), slot.gap().unwrap(), names())
                            }
                        }
                        _ if slot.only().is_some() => {
                            sure += 1;
                            if show {
                                println!("  {} {path:?} -> {}", resource.address(), names())
                            }
                        }
                        _ => {
                            many += 1;
                            if show {
                                println!("  {} {path:?} MANY [{}]", resource.address(), names())
                            }
                        }
                    }
                }
            }
        }
        println!("{file}: sure {sure} many {many} open {open} outside {outside}");
    }
}
