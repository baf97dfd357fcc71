//! Where things are drawn: tables of places.

use etcdscope::{
    ui::geometry::{
        Point, Rect, Size, lanes, menu, part, quarters,
        stage::{self, lane},
        text::shorten,
    },
    units::Micros,
};

#[test]
fn members_stand_inside_the_stage_and_apart() {
    let few = [
        (922.0, 216.0),
        (660.0, 212.0),
        (654.0, 150.0),
        (472.0, 184.0),
        (390.0, 248.0),
    ];
    // The panel is taller for more than three members.
    let many = [(922.0, 270.0), (660.0, 240.0), (390.0, 320.0)];
    for members in 1..=7 {
        for (w, h) in if members > 3 { &many[..] } else { &few[..] }
            .iter()
            .copied()
        {
            let layout = stage::layout(Size::new(w, h), members);
            let reach = layout.ring;
            for (nth, place) in layout.places.iter().enumerate() {
                let Point { x, y } = place.at;
                let inside = x >= reach && x <= w - reach && y >= reach && y <= h - reach;
                assert!(inside, "member {nth} of {members} at {x} {y} in {w}×{h}");
                for other in &layout.places[..nth] {
                    let gap = place.at.distance(other.at);
                    assert!(
                        gap > 2.0 * reach,
                        "{members} members, {gap} apart in {w}×{h}"
                    );
                }
            }
        }
    }
}

#[test]
fn lanes_start_and_end_at_the_rings() {
    let layout = stage::layout(Size::new(660.0, 212.0), 3);
    for (from, to) in [(0, 1), (1, 0), (0, 2), (2, 1)] {
        let lane = lane(&layout, from, to);
        for (end, member) in [(lane.start, from), (lane.end, to)] {
            let gap = end.distance(layout.places[member].at);
            assert!((layout.ring..layout.ring + 12.0).contains(&gap), "{gap}");
        }
    }
    let forth = lane(&layout, 0, 1).at(0.5);
    let back = lane(&layout, 1, 0).at(0.5);
    assert!(
        (forth.distance(back) - 11.0).abs() < 0.5,
        "two lanes, side by side"
    );
}

#[test]
fn a_menu_opens_beside_its_object() {
    let window = Size::new(1_024.0, 768.0);
    let size = Size::new(240.0, 300.0);
    for x in [0.0, 300.0, 960.0] {
        for y in [50.0, 300.0, 700.0] {
            let object = Rect {
                x,
                y,
                w: 60.0,
                h: 60.0,
            };
            let at = menu::place(object, size, window, &[]).at;
            let menu = Rect {
                x: at.x,
                y: at.y,
                w: size.w,
                h: size.h,
            };
            assert!(!menu.meets(object), "covers its object at {x} {y}");
            assert!(at.x >= 0.0 && at.x + size.w <= window.w);
            assert!(at.y >= 0.0 && at.y + size.h <= window.h);
        }
    }
}

#[test]
fn time_places_things_between_start_and_end() {
    let at = |now| part(Micros(10), Micros(30), Micros(now));
    assert_eq!(
        (at(0), at(10), at(20), at(30), at(99)),
        (0.0, 0.0, 0.5, 1.0, 1.0)
    );
    assert_eq!(part(Micros(5), Micros(5), Micros(5)), 1.0);
    assert_eq!(quarters(0.49), 0.25);
}

#[test]
fn long_names_keep_their_telling_end() {
    assert_eq!(shorten("short", 8), "short");
    assert_eq!(shorten("/registry/pods/coredns-7f9c", 14), "/regist…s-7f9c");
    assert_eq!(shorten("版本号版本号版本号", 8), "版本…号");
}

#[test]
fn lanes_scroll_no_further_than_needed() {
    assert_eq!(lanes::scroll(0, lanes::LANE, 0, 280), None);
    assert_eq!(
        lanes::scroll(7, lanes::LANE, 0, 280),
        None,
        "40 for the axis and eight lanes fill it"
    );
    assert_eq!(lanes::scroll(8, lanes::LANE, 0, 280), Some(30));
    assert_eq!(lanes::scroll(3, lanes::LANE, 120, 280), Some(90));
}
