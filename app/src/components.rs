//! What two pages share.

pub mod badge;
pub mod by;
pub mod confirm;
pub mod copy;
pub mod difference;
pub mod empty_state;
pub mod field;
pub mod filter;
pub mod frame;
pub mod icon;
pub mod loaded;
pub mod matrix;
pub mod number;
pub mod options;
pub mod page_header;
pub mod pagination;
pub mod post_form;
pub mod preferences;
pub mod rich_text;
pub mod sparkline;
pub mod submit_button;
pub mod table;
pub mod time;
pub mod toast;
pub mod unsaved;
