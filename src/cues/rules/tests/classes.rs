//! Classes of words that combine: what others object to, hold and ask for, and what the sender does with it.

use super::phrases::check_lines;
use super::*;

#[test]
fn a_sentence_or_two_for_each_noun_of_objection() {
    for noun in [
        "kritiek",
        "klacht",
        "vrees",
        "angst",
        "onvrede",
        "somberte",
        "ongerustheid",
        "waarschuwing",
        "ergernis",
        "scepsis",
        "kanttekening",
        "bedenking",
    ] {
        for (sentence, stance) in [
            (format!("Die {noun} deel ik."), Kritisch),
            (format!("Die {noun} deel ik niet."), Steunt),
            (format!("Die {noun} is terecht."), Kritisch),
            (format!("Die {noun} is niet terecht."), Steunt),
            (format!("Die {noun} is overdreven."), Steunt),
            (
                format!("De {noun} dat de kade verzakt, trek ik mij aan."),
                Kritisch,
            ),
            (
                format!("De {noun} dat de kade verzakt, bestrijd ik."),
                Steunt,
            ),
            (
                format!("De {noun} dat de kade te kort is, wordt door het kabinet gedeeld."),
                Kritisch,
            ),
            (format!("Een {noun} die het kabinet deelt."), Kritisch),
            (format!("Een {noun} die het kabinet niet deelt."), Steunt),
            (
                format!("De gemeente vindt die {noun} terecht."),
                GeenStandpunt,
            ),
        ] {
            check(&[(&sentence, stance)]);
        }
    }
}

#[test]
fn what_is_done_with_an_objection_in_other_words() {
    check_lines(
        "
        - De klacht over de sluis snijdt hout.
        + De klacht over de sluis snijdt geen hout.
        + Het bezwaar dat de sluis lekt, gaat niet op.
        + Dat bezwaar legt onvoldoende gewicht in de schaal.
        + Die zorg geeft voor mij niet de doorslag.
        + Van de kritiek dat de sluis lekt, neemt het kabinet afstand.
        - Dat verwijt neem ik over.
        - Die zorg heb ik ook.
        + Die zorg heb ik niet.
        + De vrees dat de sluis lekt, komt mij overdreven voor.
        - Dat is een terechte klacht van de schippers.
        - Dat is een klacht die ik gegrond acht.
        ",
    );
}

#[test]
fn views_of_others_are_shared_or_not() {
    check_lines(
        "
        + De analyse dat de sluis loont, deelt het kabinet.
        - De analyse dat de sluis loont, deelt het kabinet niet.
        - Die lezing bestrijd ik.
        - De conclusie dat de sluis faalt, is niet te trekken.
        - Ik ben het met de leden eens dat een wachttijd van een uur te lang is.
        - Dat is een lezing die ik niet deel.
        - De bewering dat de sluis faalt, behoeft weerlegging.
        ",
    );
}

#[test]
fn what_others_ask_for_is_met_or_refused() {
    check_lines(
        "
        + Aan dat verzoek voldoe ik.
        - Aan dat verzoek voldoe ik niet.
        + Die wens vervul ik.
        - Die wens vervul ik niet.
        + Dat verzoek willigt het kabinet in.
        - Dat verzoek willigt het kabinet niet in.
        - Die oproep legt de regering naast zich neer.
        + Het verzoek om een brug wordt ingewilligd.
        - Het verzoek om een brug wordt niet ingewilligd.
        . Aan dat verzoek voldoet de gemeente niet.
        ",
    );
}

#[test]
fn a_wish_to_be_rid_of_something_is_no_wish_for_it() {
    check_lines(
        "
        - Een tol op de brug wil Nederland voorkomen.
        - Van de tol wil de regering af.
        - Daar wil het kabinet een streep door halen.
        - De uitzondering wil het kabinet uit de verordening weren.
        - De tol ziet de regering het liefst verdwijnen.
        - De tol kan wat mij betreft worden geschrapt.
        + De brug kan wat mij betreft niet gemist worden.
        - Zo'n tol mag er niet komen.
        + Het kabinet wil de brug.
        ",
    );
}

#[test]
fn votes_and_what_is_behind_a_preposition_are_the_senders() {
    check_lines(
        "
        - Nederland zal zich van stemming onthouden.
        - Nederland is voornemens tegen het verlengen te stemmen.
        + Het fonds kan op waardering van het kabinet rekenen.
        + Een langere kade kan op mijn goedkeuring rekenen.
        + De kade wordt verlengd, tot voldoening van Nederland.
        - De kade wordt ingekort, tot ongenoegen van het kabinet.
        . De kade wordt verlengd, tot voldoening van de gemeente.
        + De kade heeft mijn volledige instemming.
        + Dat voorstel vindt bij het kabinet weerklank.
        ",
    );
}

#[test]
fn verdict_words_count_where_the_sender_judges() {
    for (good, bad) in [
        ("robuust", "onbetrouwbaar"),
        ("zorgvuldig", "lichtzinnig"),
        ("transparant", "ondoorzichtig"),
        ("ruimhartig", "karig"),
        ("betaalbaar", "onbetaalbaar"),
        ("consequent", "inconsequent"),
        ("stimulerend", "ontmoedigend"),
        ("toekomstbestendig", "gedateerd"),
    ] {
        for (word, stance) in [(good, Steunt), (bad, Kritisch)] {
            let no = if stance == Steunt { Kritisch } else { Steunt };
            check(&[
                (&format!("Een kade van steen vind ik {word}."), stance),
                (
                    &format!("Een kade van steen acht het kabinet niet {word}."),
                    no,
                ),
                (&format!("Volgens het kabinet is de kade {word}."), stance),
                (&format!("Het kabinet meent dat de kade {word} is."), stance),
                (
                    &format!("Het kabinet meent dat de kade niet {word} is."),
                    no,
                ),
                (&format!("De gemeente vindt de kade {word}."), GeenStandpunt),
            ]);
        }
    }
    check_lines(
        "
        + Dat noem ik een meesterzet.
        - Dat noem ik een noodgreep.
        + De brug is een verademing.
        - De brug is een aanfluiting.
        . De gemeente noemt de brug een noodgreep.
        ",
    );
}
