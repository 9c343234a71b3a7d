use super::*;
use Stance::{GeenStandpunt, Kritisch, OpMeritesBeoordelen, Steunt};

fn check(cases: &[(&str, Stance)]) {
    let rules = CueRules::default();
    for (sentence, stance) in cases {
        let reading = rules.read(sentence);
        assert_eq!(reading.stance, *stance, "{sentence} {reading:?}");
    }
}

#[test]
fn only_the_senders_position_counts() {
    check(&[
        (
            "Het kabinet steunt het voorstel voor een havenfonds.",
            Steunt,
        ),
        (
            "De Commissie steunt het voorstel voor een havenfonds.",
            GeenStandpunt,
        ),
        (
            "Diverse lidstaten waren kritisch op de termijn.",
            GeenStandpunt,
        ),
        (
            "Nederland heeft met andere lidstaten zorgen geuit over de vangst.",
            Kritisch,
        ),
        (
            "Ook verwelkomt het kabinet de aandacht voor de kust.",
            Steunt,
        ),
        (
            "Op 5 maart vindt in Brussel een bijeenkomst plaats.",
            GeenStandpunt,
        ),
    ]);
}

#[test]
fn who_is_judged_or_addressed_is_no_subject() {
    check(&[
        ("De gemeenten verdienen hiervoor waardering.", Steunt),
        (
            "Volgens de gemeenten verdient de regeling waardering.",
            GeenStandpunt,
        ),
    ]);
}

#[test]
fn a_norm_counts_whoever_has_to_keep_it_unless_somebody_else_says_so() {
    check(&[
        (
            "De lidstaten horen zelf te beslissen over de haven.",
            Steunt,
        ),
        ("Het advies van de raad gaat te ver.", Kritisch),
        ("De Commissie gaat met de kade te ver.", Kritisch),
        ("Gemeenten verdienen steun.", Steunt),
        ("De raad vindt dat het advies te ver gaat.", GeenStandpunt),
        ("Volgens de raad gaat de kade te ver.", GeenStandpunt),
        ("Ik vind dat de raad te ver gaat.", Kritisch),
        (
            "De inspecteur noemt het rapport een goede basis.",
            GeenStandpunt,
        ),
        (
            "Het rapport is een goede basis voor de nieuwe kade.",
            Steunt,
        ),
    ]);
}

#[test]
fn many_who_were_named_before_are_somebody_else() {
    check(&[
        ("Zij vinden de kade onacceptabel.", GeenStandpunt),
        ("De kade is onacceptabel.", Kritisch),
    ]);
}

#[test]
fn a_verdict_on_an_objection_is_read_once() {
    check(&[
        ("De kade is terecht verlengd.", Steunt),
        ("Ik acht die klacht terecht.", Kritisch),
        ("Ik acht die klacht niet terecht.", Steunt),
        (
            "Het verwijt dat de kade te laat kwam, herkent het kabinet niet.",
            Steunt,
        ),
        ("Het plan neemt de zorg over het slib weg.", Steunt),
        (
            "Daarmee komt het plan aan de kritiek van de vissers tegemoet.",
            Steunt,
        ),
    ]);
}

#[test]
fn without_denies_what_stands_right_behind_it() {
    check(&[
        ("De bouw van de kade kan zonder bezwaar beginnen.", Steunt),
        ("Een kade zonder vergunning vind ik onwenselijk.", Kritisch),
        ("Een kade zonder steiger is een gemiste kans.", Kritisch),
        (
            "De kade wordt verlengd zonder dat de haven in gevaar komt.",
            Steunt,
        ),
    ]);
}

#[test]
fn a_contrast_is_decided_by_what_it_ends_up_with() {
    check(&[
        (
            "Nederland steunt het doel, maar is kritisch op de kosten.",
            Kritisch,
        ),
        (
            "Hoewel het kabinet vraagtekens plaatst bij de termijn, kan het instemmen met het geheel.",
            Steunt,
        ),
        (
            "Nederland ziet de meerwaarde, maar zal het voorstel op zijn merites beoordelen.",
            OpMeritesBeoordelen,
        ),
        (
            "Nederland steunt niet alleen het doel, maar ook de weg.",
            Steunt,
        ),
        (
            "Het kabinet kan instemmen met de termijn, zij het dat de kosten te hoog zijn.",
            Steunt,
        ),
        (
            "Nederland steunt het doel, met dien verstande dat de termijn te kort is.",
            Steunt,
        ),
    ]);
}

#[test]
fn a_negation_turns_a_cue_round() {
    check(&[
        ("Het kabinet kan het voorstel niet steunen.", Kritisch),
        ("Die mening deel ik niet.", Kritisch),
        ("Tegen de wijziging heeft het kabinet geen bezwaar.", Steunt),
        ("Het kabinet heeft geen bezwaar tegen de wijziging.", Steunt),
        ("Nederland is geen voorstander van een verbod.", Kritisch),
    ]);
}

#[test]
fn waiting_for_a_judgement_and_questions() {
    check(&[
        (
            "Het kabinet wacht de effectbeoordeling af alvorens een standpunt in te nemen.",
            OpMeritesBeoordelen,
        ),
        ("Het voorstel wordt in mei verwacht.", GeenStandpunt),
        (
            "Deelt de minister de mening dat dit te ver gaat?",
            GeenStandpunt,
        ),
    ]);
}

#[test]
fn a_silent_half_behind_praise_is_criticism() {
    check(&[
        (
            "Wij verwelkomen het havenplan, maar de houten steiger wordt een ramp.",
            Kritisch,
        ),
        ("Ik steun de bouw van een hoge maar smalle toren.", Steunt),
        (
            "Wij verwelkomen het havenplan, toch wordt de steiger een ramp.",
            Kritisch,
        ),
        (
            "Het kabinet steunt de kade, alleen is de termijn te kort.",
            Kritisch,
        ),
        ("Het kabinet steunt toch de kade.", Steunt),
    ]);
}

#[test]
fn a_late_concession_does_not_decide() {
    check(&[
        (
            "Het kabinet verwelkomt de brug, al is de prijs te betreuren.",
            Steunt,
        ),
        (
            "Het kabinet betreurt het besluit, ook al is de haven er blij mee.",
            Kritisch,
        ),
        ("Nederland bepleit dit, al jaren en met reden.", Steunt),
    ]);
}

#[test]
fn a_negation_belongs_to_its_own_clause() {
    check(&[
        (
            "Ik acht het van belang dat vissers niet op kosten worden gejaagd.",
            Steunt,
        ),
        (
            "Het kabinet onderschrijft dat de vloot niet te snel mag krimpen.",
            Steunt,
        ),
        (
            "Wij delen de conclusie van de haven over de kade niet, omdat de cijfers oud zijn.",
            Kritisch,
        ),
        ("Het kabinet onderschrijft die conclusie niet.", Kritisch),
        ("Ik deel dat niet.", Kritisch),
        (
            "Ik deel dat standpunt over de haven dan ook niet.",
            Kritisch,
        ),
        ("Een hogere dam acht het kabinet minder gewenst.", Kritisch),
        ("Een tweede sluis acht ik weinig zinvol.", Kritisch),
    ]);
}

#[test]
fn a_reason_does_not_overrule_what_it_is_for() {
    check(&[
        (
            "Het kabinet steunt de nieuwe sluis, omdat de oude onvoldoende onderbouwd was.",
            Steunt,
        ),
        (
            "De nieuwe sluis is, omdat zij onvoldoende onderbouwd is, voor de haven een zorg.",
            Kritisch,
        ),
    ]);
}

#[test]
fn the_beginning_of_a_sentence_is_a_cue() {
    check(&[
        (
            "Of de sluis breder kan, hangt van de bodem af.",
            OpMeritesBeoordelen,
        ),
        ("De haven of de sluis kan breder.", GeenStandpunt),
    ]);
}

#[test]
fn one_negation_is_read_once() {
    check(&[
        (
            "Ik zie geen reden om aan de kwaliteit van het water te twijfelen.",
            Steunt,
        ),
        ("Ik zie geen reden om de kade te verlengen.", Kritisch),
        (
            "Wij willen dit jaar niet tornen aan het tarief van de veerpont.",
            Steunt,
        ),
        ("Ik wil de dijk niet verhogen.", Kritisch),
        ("De kritiek op de sluis deel ik niet.", Steunt),
        ("De kritiek op de sluis deel ik.", Kritisch),
    ]);
}

#[test]
fn who_holds_the_view() {
    check(&[
        (
            "De kade is naar het oordeel van het kabinet een goede stap.",
            Steunt,
        ),
        (
            "De kade is naar het oordeel van de Commissie een goede stap.",
            GeenStandpunt,
        ),
        ("Het kadeplan stuit bij het kabinet op bezwaren.", Kritisch),
        // who stands in an aside, in a clause of its own or in a masked phrase is no subject outside of it
        (
            "De kade kan, zoals de Commissie voorstelt, op instemming rekenen van Nederland.",
            Steunt,
        ),
        ("Het is goed dat de Commissie de haven betrekt.", Steunt),
        (
            "Dat de Commissie de kade schrapt, is een goede stap.",
            Steunt,
        ),
        (
            "De motie verzoekt de regering de kade te steunen.",
            GeenStandpunt,
        ),
    ]);
}

#[test]
fn the_object_is_no_subject() {
    check(&[
        (
            "Nederland zal de Commissie om opheldering vragen over de kade.",
            Kritisch,
        ),
        ("De kritiek van de raad deelt het kabinet.", Kritisch),
        ("Zo'n havengeld biedt schippers geen uitkomst.", Kritisch),
    ]);
}

#[test]
fn more_praise_outweighs_criticism() {
    check(&[
        (
            "Het kabinet verwelkomt de sluis, steunt de bouw, juicht de haast toe en betreurt alleen de naam.",
            Steunt,
        ),
        (
            "Het kabinet steunt het doel en vindt de naam ongelukkig.",
            Kritisch,
        ),
    ]);
}

#[test]
fn nothing_makes_it_panic() {
    let rules = CueRules::default();
    for text in [
        "",
        "?",
        ", , ;",
        "maar",
        "hoewel",
        "niet geen maar ook",
        "al is",
        ", al is, ook al",
        "dat, die, zoals",
        "niet, minder, weinig",
        "minder",
        "- ' -",
    ] {
        assert_eq!(rules.predict(text), GeenStandpunt, "{text}");
    }
}

#[test]
fn several_senders_say_the_same_as_one() {
    check(&[
        ("Wij zijn tegen dit voorstel.", Kritisch),
        ("Wij zijn niet tegen dit voorstel.", Steunt),
        ("Wij keuren de sloop van de brug af.", Kritisch),
        ("Mijn ambtgenoot en ik achten die vrees ongegrond.", Steunt),
        ("De lidstaten zijn tegen dit voorstel.", GeenStandpunt),
    ]);
}

#[test]
fn a_negation_of_the_whole_clause_reaches_its_verb() {
    check(&[
        ("Nooit zal het kabinet met deze sluis instemmen.", Kritisch),
        ("Het kabinet steunt de sluis in geen geval.", Kritisch),
        (
            "In geen geval zal Nederland de nieuwe sluis steunen.",
            Kritisch,
        ),
        ("Nederland kan onmogelijk instemmen met de sluis.", Kritisch),
        ("Het kabinet weigert de sluis te steunen.", Kritisch),
        ("De sluis acht het kabinet verre van wenselijk.", Kritisch),
        ("Het kabinet kan niet anders dan de sluis steunen.", Steunt),
        ("Het kabinet trekt zijn steun voor de sluis in.", Kritisch),
        // a clause further on keeps its own
        (
            "Nooit eerder lag er zo'n plan, dat het kabinet dan ook steunt.",
            Steunt,
        ),
    ]);
}

#[test]
fn another_cabinet_and_whom_somebody_asks_are_not_the_sender() {
    check(&[
        ("Het Vlaamse kabinet steunt de sluis.", GeenStandpunt),
        (
            "Het vorige kabinet was kritisch op de sluis.",
            GeenStandpunt,
        ),
        (
            "Anders dan het kabinet steunt de Commissie de sluis.",
            GeenStandpunt,
        ),
        (
            "De Kamer heeft het kabinet verzocht de sluis te steunen.",
            GeenStandpunt,
        ),
        (
            "De provincie verzoekt het kabinet de sluis te steunen.",
            GeenStandpunt,
        ),
        (
            "Mevrouw Smit vindt dat het kabinet de sluis moet steunen.",
            GeenStandpunt,
        ),
        (
            "De minister vindt dat de provincie de sluis moet steunen.",
            Steunt,
        ),
        // whoever is asked by nobody is the subject
        (
            "Van de Kamer heeft het kabinet steun gekregen, en het kabinet steunt de sluis.",
            Steunt,
        ),
        (
            "Anders dan Duitsland is Nederland tegen de sluis.",
            Kritisch,
        ),
    ]);
}

#[test]
fn a_negation_of_a_whole_clause_is_a_negation() {
    use crate::cues::word_lists::{NEGATIONS, OF_CLAUSES};
    assert!(OF_CLAUSES.iter().all(|word| NEGATIONS.contains(word)));
}

#[test]
fn a_group_with_the_sender_speaks_for_the_sender() {
    check(&[
        (
            "Nederland, Zweden en Estland verzetten zich tegen een hogere vangst.",
            Kritisch,
        ),
        (
            "Polen, Zweden en Estland verzetten zich tegen een hogere vangst.",
            GeenStandpunt,
        ),
        (
            "Veel lidstaten, waaronder Nederland, waren kritisch op de nieuwe heffing.",
            Kritisch,
        ),
        (
            "Veel lidstaten, waaronder Polen, waren kritisch op de nieuwe heffing.",
            GeenStandpunt,
        ),
        (
            "Duitsland, Nederland en Ierland verwelkomden het havenfonds.",
            Steunt,
        ),
        ("Nederland kreeg bijval van Polen.", GeenStandpunt),
    ]);
}

#[test]
fn even_if_concedes() {
    check(&[
        (
            "Ook al plaatst het kabinet vraagtekens bij de kosten, het kan met het fonds instemmen.",
            Steunt,
        ),
        (
            "Al deelt het kabinet de ambitie, het acht de termijn onhaalbaar.",
            Kritisch,
        ),
    ]);
}

#[test]
fn a_motion_that_has_to_wait_is_judged_later() {
    check(&[
        ("Ik acht de motie ontijdig.", OpMeritesBeoordelen),
        (
            "Mijn verzoek aan de indiener is haar motie aan te houden.",
            OpMeritesBeoordelen,
        ),
        ("De indiener heeft haar motie ingetrokken.", GeenStandpunt),
        ("Motie nr. 46 (De Boer): ontraden.", Kritisch),
    ]);
}

mod classes;
mod phrases;
