//! Sines for pixels. The standard library's bring five kilobytes into the page.

use std::f64::consts::FRAC_PI_2;

/// Sine and cosine of an angle of some turns in radians, right to a millionth.
#[must_use]
pub fn sin_cos(angle: f64) -> (f64, f64) {
    let quarters = (angle / FRAC_PI_2).round_ties_even();
    let x = angle - quarters * FRAC_PI_2;
    let square = x * x;
    let sin = x * (1.0 - square / 6.0 * (1.0 - square / 20.0 * (1.0 - square / 42.0)));
    let cos =
        1.0 - square / 2.0 * (1.0 - square / 12.0 * (1.0 - square / 30.0 * (1.0 - square / 56.0)));
    match (quarters as i32).rem_euclid(4) {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_right_to_a_millionth_all_around() {
        for step in -2_000..2_000 {
            let angle = f64::from(step) / 100.0;
            let (sin, cos) = sin_cos(angle);
            let (true_sin, true_cos) = angle.sin_cos();
            assert!((sin - true_sin).abs() < 1e-6, "sine of {angle}");
            assert!((cos - true_cos).abs() < 1e-6, "cosine of {angle}");
        }
    }
}
