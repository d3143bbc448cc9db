//! `cloudinit_config` and its like

use crate::declare::resource;

resource! {
    /// Text that a data source puts together: <https://registry.terraform.io/providers/hashicorp/cloudinit/latest/docs/data-sources/config>.
    Rendered: "cloudinit_config", "template_cloudinit_config", "template_file";
    keys: ["rendered"];
    holds_anything: true;
    is_text: true;
    attributes: {
        /// The text; base64 and compressed where that is asked for.
        rendered: text,
    }
    links: {
    }
}
