//! The rules that can be forgotten: words for each, the strip, the settings.

use etcdscope::{
    proof::judges::Property,
    raft::Rules,
    session::script,
    ui::{
        rules::SETTINGS,
        words::{properties::property, rules::source},
    },
};

use super::{chinese, english};

#[test]
fn every_rule_has_words_and_a_source() {
    for (name, _) in Rules::ALL {
        let [en, zh] = [english(), chinese()].map(|it| (it.rules.protects)(name));
        assert!(en.len() > 40 && zh.len() > 40 && en != zh, "{name}");
        assert!(source(name).contains(".go"), "{name}");
    }
    assert_eq!((english().rules.protects)("gravity"), "");
}

#[test]
fn every_property_has_words_in_both_languages() {
    for it in Property::ALL {
        let (en, zh) = property(it.name()).expect("it is one");
        assert!(!en.is_empty() && !zh.is_empty(), "{it}");
        assert_eq!((chinese().rules.property)(it.name()), zh);
        assert!(!zh.is_ascii(), "{it} is said in Chinese");
    }
    assert_eq!(property("gravity"), None);
}

#[test]
fn every_setting_has_words_and_each_value_makes_a_world() {
    for (name, values, _) in SETTINGS {
        for words in [english(), chinese()] {
            assert!(!(words.rules.setting)(name).is_empty(), "{name}");
        }
        for (place, value) in values.iter().enumerate() {
            let word = format!("{name}={value}");
            let config = script::config(&word).expect("a script knows it");
            let told = script::world(&config, false);
            // The first value is the usual one, which goes without saying.
            let wanted = if place == 0 { "" } else { word.as_str() };
            assert_eq!(told, wanted);
        }
    }
}
