//! Phrases of everyday Dutch, with their negation and with others as subject.

use super::*;

/// Checks sentences, one a line behind the mark of its stance: `+` steunt, `-` kritisch, `~` op merites beoordelen, `.` none.
pub(super) fn check_lines(lines: &str) {
    let lines = lines.lines().map(str::trim).filter(|l| !l.is_empty());
    let cases: Vec<_> = lines
        .map(|line| match line.split_at(2) {
            ("+ ", sentence) => (sentence, Steunt),
            ("- ", sentence) => (sentence, Kritisch),
            ("~ ", sentence) => (sentence, OpMeritesBeoordelen),
            (_, sentence) => (sentence, GeenStandpunt),
        })
        .collect();
    check(&cases);
}

#[test]
fn what_is_told_behind_a_fact_of_others() {
    check_lines(
        "
        - Op de agenda staat de brug, een plan waar het kabinet weinig in ziet.
        + Op de agenda staat de brug, een plan waar het kabinet veel in ziet.
        . Op de agenda staat de brug, een plan waar de provincie veel in ziet.
        + De provincie noemt de brug een winst, een oordeel dat ik deel.
        - De provincie noemt de brug een winst, een oordeel dat ik niet deel.
        . De provincie noemt de brug een winst, een oordeel dat de gemeente deelt.
        + De Raad spreekt in mei over de brug, wat het kabinet verheugt.
        - De Raad schrapt de brug, wat het kabinet betreurt.
        . De Raad schrapt de brug, wat de gemeente betreurt.
        + De provincie verlengt de kade, waarmee ik graag instem.
        + De provincie verlengt de kade, waarmee ik, gezien de kosten, graag instem.
        - De provincie verlengt de kade, waarmee ik niet instem.
        - De Commissie stelt een tol voor, hetgeen Nederland te ver gaat.
        . De Commissie stelt een tol voor, hetgeen de Fransen te ver gaat.
        + De Raad bespreekt het door Nederland gesteunde voorstel voor een sluis.
        . De Raad bespreekt het door Duitsland gesteunde voorstel voor een sluis.
        - De Raad bespreekt het door Nederland bekritiseerde voorstel voor een sluis.
        + Tot mijn genoegen heeft de provincie de sluis in het plan opgenomen.
        - Tot mijn spijt heeft de provincie de sluis uit het plan geschrapt.
        ",
    );
}

#[test]
fn door_names_who_holds_a_view() {
    check_lines(
        "
        . Het plan wordt door veel gemeenten gesteund.
        + Het plan wordt door het kabinet gesteund.
        - Het plan wordt door het kabinet niet gesteund.
        - Het plan wordt door het kabinet afgewezen.
        . Het plan wordt door de vissers afgewezen.
        ",
    );
}

#[test]
fn who_says_so_before_a_comma() {
    check_lines(
        "
        . Zoals de fabrikanten aangaven, is een verbod onwenselijk.
        . Zoals de schippers schreven, is de brug te laag.
        - Zoals ik eerder aangaf, is een verbod onwenselijk.
        . Geen van de noordelijke landen was zonder bedenkingen.
        ",
    );
}

#[test]
fn views_of_others_that_the_sender_shares_or_not() {
    check_lines(
        "
        - Het kabinet deelt het oordeel van de ombudsman dat de regeling te ingewikkeld is.
        + Het kabinet deelt het oordeel van de ombudsman dat de regeling goed werkt.
        - Ik onderschrijf de conclusie van de rekenkamer dat de onderbouwing tekortschiet.
        - De stelling dat de haven heeft gefaald, onderschrijf ik niet.
        + De vrees van de schippers dat de brug de haven hard zal raken, deel ik niet.
        - De vrees van de schippers dat de brug de haven hard zal raken, deel ik.
        + Het verwijt dat het kabinet de schippers vergeet, werp ik verre van mij.
        - De kritiek van de raad op de brug is naar mijn oordeel terecht.
        + De kritiek van de raad op de brug is naar mijn oordeel onterecht.
        ",
    );
}

#[test]
fn what_is_asked_for_or_prevented_decides() {
    check_lines(
        "
        - Het kabinet roept de Commissie op het voorstel in te trekken.
        + Het kabinet roept de Commissie op het voorstel aan te nemen.
        - Het kabinet dringt aan op het schrappen van de tol.
        + Het kabinet dringt aan op een snelle bouw.
        - Het kabinet wil voorkomen dat de tol er komt.
        + Het kabinet wil voorkomen dat kinderen verdrinken.
        - Het kabinet verzoekt de Commissie haar voorstel in te trekken.
        - Nederland zet zich in voor het schrappen van artikel 5.
        - Het kabinet streeft ernaar de tol van tafel te krijgen.
        - Nederland zal proberen de tol tegen te houden.
        ~ Het kabinet streeft ernaar in juni te bepalen of het de sluis steunt.
        - Het afschaffen van de korting zou een vergissing zijn.
        + Het invoeren van de korting zou een zegen zijn.
        ",
    );
}

#[test]
fn what_is_denied_twice() {
    check_lines(
        "
        + Het is niet waar dat ik tegen deze brug ben.
        + Het is niet zo dat het kabinet geen voorstander is van een tol.
        - Het is niet zo dat het kabinet een voorstander is van een tol.
        + Het ontbreekt het kabinet niet aan vertrouwen in de bouwer.
        - Het ontbreekt het kabinet aan vertrouwen in de bouwer.
        + Tegen de brug zal Nederland zich niet verzetten.
        - Tegen de brug zal Nederland zich verzetten.
        + De sluis kan volgens het kabinet niet worden gemist.
        - De sluis kan wat het kabinet betreft worden gemist.
        + Nederland laat zijn voorbehoud bij de sluis varen.
        ~ Nederland handhaaft zijn studievoorbehoud bij de sluis.
        + Ik heb mijn bezwaren tegen de brug laten varen.
        + Ik wil niet verhelen dat ik blij ben met de brug.
        - Ik wil niet verhelen dat ik teleurgesteld ben over de brug.
        + Nooit heeft het kabinet getwijfeld aan het nut van de brug.
        - De steun voor de sluis is er niet meer.
        - Van een tol kan wat Nederland betreft geen sprake zijn.
        ",
    );
}

#[test]
fn votes_and_where_a_weighing_ends() {
    check_lines(
        "
        - Nederland zal tegenstemmen.
        + Nederland zal voorstemmen.
        - Mocht de tol terugkomen, dan zal Nederland tegenstemmen.
        + Mocht de sluis in stemming komen, dan zal Nederland voorstemmen.
        - Als enige stemde Nederland tegen.
        + Nederland heeft voor de brug gestemd.
        + Morgen zal Nederland voor de brug stemmen.
        - Morgen zal Nederland tegen de brug stemmen.
        . Morgen zal Duitsland voor de brug stemmen.
        . Duitsland stemde tegen het verbod.
        - Alles afwegende komt het kabinet tot een afwijzing van de brug.
        + Alles afwegende komt het kabinet tot een gunstig oordeel over de brug.
        . De raad komt tot een gunstig oordeel over de brug.
        ",
    );
}

#[test]
fn short_answers() {
    check_lines(
        "
        + Ja, dat ben ik met u eens.
        - Nee, dat ben ik niet met u eens.
        - Dat lijkt mij geen goed idee.
        + Dat lijkt mij een goed idee.
        + Daar ben ik toe bereid.
        - Daar ben ik niet toe bereid.
        + Aan het verzoek van de schippers om uitstel kom ik graag tegemoet.
        ",
    );
}

#[test]
fn judgement_kept_open() {
    check_lines(
        "
        ~ Zodra de tekst er is, beoordeelt het kabinet of het ermee kan instemmen.
        ~ Zolang de kosten niet bekend zijn, kan ik niet zeggen of ik voor de brug ben.
        ~ Een besluit over de brug is door het kabinet nog niet genomen.
        ~ Over de brug moet het kabinet nog een besluit nemen.
        . Over de brug moet de gemeente nog een besluit nemen.
        ~ De Commissie werkt aan een tol, waarover het kabinet pas zal oordelen als de tekst er ligt.
        ~ De werkgroep begint in mei, waarbij Nederland zich een oordeel voorbehoudt.
        ~ Daar moet ik nog over nadenken.
        . Nederland zal het voorzitterschap vragen wanneer de vergadering begint.
        - Nederland zal de Commissie vragen waarom de tol nodig is.
        ",
    );
}

#[test]
fn everyday_verdicts() {
    check_lines(
        "
        + Ik ben helemaal voor een tweede sluis.
        + Het kabinet is gewonnen voor het idee van een tolvrije brug.
        - Het kabinet is niet gewonnen voor het idee van een tolvrije brug.
        . De Commissie is gewonnen voor het idee van een tolvrije brug.
        - Daar pas ik voor.
        + Het kabinet ziet meer voordelen dan nadelen.
        - Het kabinet ziet meer nadelen dan voordelen.
        + Er komt een brug, waar Nederland veel van verwacht.
        - Er komt een brug, waar Nederland weinig van verwacht.
        + Van het kabinet krijgt de brug alle steun.
        - Voor zo'n brug bedankt het kabinet.
        + Ik geef de brug het voordeel van de twijfel.
        - Het kabinet haalt een streep door de brug.
        - De brug gaat wat het kabinet betreft de prullenbak in.
        - Het kabinet ligt dwars bij de onderhandelingen over de tol.
        + Het kabinet vindt de kosten de moeite waard.
        - Het kabinet vindt de brug de moeite niet waard.
        + Het kabinet vindt de norm streng genoeg.
        - Het kabinet vindt de norm niet streng genoeg.
        + De brug biedt volgens mij genoeg waarborgen.
        - De brug biedt volgens mij niet genoeg waarborgen.
        - Noch het doel noch de weg overtuigt het kabinet.
        - Medewerking aan de tol zal het kabinet niet verlenen.
        - Steun voor de tol is van Nederland niet te verwachten.
        - Geen van de drie bruggen heeft de instemming van het kabinet.
        - Het plan getuigt van weinig inzicht.
        + Het kabinet is in zijn nopjes met de brug.
        - Het kabinet heeft er een hard hoofd in.
        + Ik heb er een goed gevoel bij.
        - Ik heb er geen goed gevoel bij.
        - De tol valt bij het kabinet slecht.
        + Van mij mag de kade langer.
        - Van mij hoeft de kade niet langer.
        + Het kabinet staat te popelen om de brug te bouwen.
        - Het kabinet staat niet te popelen om de brug te bouwen.
        + Het kabinet heeft veel op met de brug.
        - Het kabinet heeft weinig op met een tol.
        - De tol is een wassen neus.
        - Het kabinet blijft bij zijn afwijzing van de tol.
        - De bezwaren van het kabinet staan nog recht overeind.
        - Grondhouding: negatief.
        . De vissers moeten niets hebben van een tol.
        . De provincie ziet de brug niet zitten.
        . De schippers staan vierkant achter de kade.
        ",
    );
}
