//! QR codes as pictures in the page itself: nothing is loaded from anywhere.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use qrcode::{Color, EcLevel, QrCode};

/// A QR code as SVG in a data address: one path, rows of dark modules, with the four light modules around that readers need.
pub fn picture(address: &str) -> String {
    drawn(address, EcLevel::L)
}

/// The same for paper on a wall: a quarter of it may be dirty, creased or torn.
pub fn sturdy_picture(address: &str) -> String {
    drawn(address, EcLevel::Q)
}

fn drawn(address: &str, level: EcLevel) -> String {
    let Ok(code) = QrCode::with_error_correction_level(address, level) else { return String::new() };
    let width = code.width();
    let colours = code.to_colors();
    let mut path = String::new();
    for (row, modules) in colours.chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|one, other| one == other) {
            if run.first() == Some(&Color::Dark) {
                path.push_str(&format!("M{} {}h{}v1h-{}z", column + 4, row + 4, run.len(), run.len()));
            }
            column += run.len();
        }
    }
    let side = width + 8;
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
    );
    format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg))
}
