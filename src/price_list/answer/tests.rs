use super::*;

macro_rules! samples {
    ($($name:literal)*) => {
        /// The products of the Query API at hand.
        const SAMPLES: &[(&str, &str)] = &[$((
            $name,
            include_str!(concat!("../../../tests/fixtures/price-list-samples/", $name, ".json")),
        )),*];
    };
}

samples! {
    "ecs-anywhere-free-band"
    "ecs-ec2-vcpu-zero-price"
    "fargate-ephemeral-storage"
    "fargate-linux-arm-gb"
    "fargate-linux-arm-vcpu"
    "fargate-linux-x86-gb"
    "fargate-linux-x86-vcpu"
    "fargate-windows-os"
    "fargate-windows-vcpu"
    "rds-multi-az-mysql-with-reserved"
}

fn sample(name: &str) -> Value {
    let (_, text) = SAMPLES.iter().find(|(have, _)| *have == name).unwrap();
    serde_json::from_str(text).unwrap()
}

fn read(name: &str) -> (Offer, Entry) {
    read_answer(&sample(name).to_string()).unwrap()
}

/// What is said of a sample after something in it was changed.
fn fault_of(name: &str, change: impl Fn(&mut Value)) -> String {
    let mut document = sample(name);
    change(&mut document);
    read_answer(&document.to_string()).unwrap_err().to_string()
}

fn bands(term: &Term) -> Vec<(&str, &str, &str)> {
    let edge = |edge: &'_ Option<String>| edge.clone().unwrap_or_default().leak() as &str;
    let rates = term.rates.iter();
    rates
        .map(|rate| {
            (
                edge(&rate.begin),
                edge(&rate.end),
                rate.price["USD"].as_str(),
            )
        })
        .collect()
}

#[test]
fn a_product_with_one_rate() {
    let (offer, entry) = read("fargate-linux-x86-vcpu");
    let expected = Offer {
        service_code: "AmazonECS".to_owned(),
        version: "20260911124425".to_owned(),
        published: "2026-09-11T12:44:25Z".to_owned(),
    };
    assert_eq!(offer, expected);
    assert_eq!(entry.sku, "8CESGAFWKAJ98PME");
    assert_eq!(entry.product.service_code, "AmazonECS");
    assert_eq!(entry.product.family.as_deref(), Some("Compute"));
    assert_eq!(entry.product.attributes["cputype"], "perCPU");
    assert_eq!(entry.product.attributes["operation"], "");
    let [term] = entry.terms.as_slice() else {
        panic!("{:?}", entry.terms)
    };
    assert_eq!(
        (term.kind, term.code.as_str()),
        (TermKind::OnDemand, "JRTCKXETXF")
    );
    assert_eq!(term.effective, "2026-07-01T00:00:00Z");
    assert!(term.attributes.is_empty());
    assert_eq!(term.rates[0].code, "8CESGAFWKAJ98PME.JRTCKXETXF.6YS6EN2CT7");
    assert_eq!(term.rates[0].unit, "hours");
    assert_eq!(bands(term), [("0", "Inf", "0.0404800000")]);
}

#[test]
fn rates_come_in_the_order_of_their_ranges() {
    // In the document the free band is second.
    let (_, entry) = read("ecs-anywhere-free-band");
    assert_eq!(
        bands(&entry.terms[0]),
        [
            ("0", "2200", "0.0000000000"),
            ("2200", "Inf", "0.0102500000")
        ]
    );
}

#[test]
fn order_is_by_number_and_not_by_text() {
    let rate = |code: &str, begin: Option<&str>| Rate {
        code: code.to_owned(),
        unit: "GB".to_owned(),
        begin: begin.map(str::to_owned),
        end: None,
        price: BTreeMap::new(),
    };
    let mut rates = vec![
        rate("fee", None),
        rate("odd", Some("some")),
        rate("third", Some("10240")),
        rate("second", Some("9")),
        rate("first", Some("0.5")),
    ];
    sort_rates(&mut rates);
    let order: Vec<_> = rates.iter().map(|rate| rate.code.as_str()).collect();
    assert_eq!(order, ["first", "second", "third", "odd", "fee"]);
}

#[test]
fn reserved_terms_with_their_upfront_fee_last() {
    let (_, entry) = read("rds-multi-az-mysql-with-reserved");
    let kinds: Vec<_> = entry.terms.iter().map(|term| term.kind).collect();
    assert_eq!(kinds[0], TermKind::OnDemand);
    assert_eq!(kinds[1..], [TermKind::Reserved; 5]);
    let partial = entry.terms.iter().find(|term| term.code == "38NPMPTW36");
    let partial = partial.unwrap();
    assert_eq!(partial.attributes["LeaseContractLength"], "3yr");
    assert_eq!(partial.attributes["PurchaseOption"], "Partial Upfront");
    // The fee has no range, and its price no decimals.
    assert_eq!(
        bands(partial),
        [("0", "Inf", "0.1283000000"), ("", "", "3373")]
    );
    assert_eq!(partial.rates[1].unit, "Quantity");
}

#[test]
fn every_sample_can_be_read() {
    for (name, text) in SAMPLES {
        let (_, entry) = read_answer(text).unwrap();
        assert!(!entry.terms[0].rates.is_empty(), "{name}");
    }
}

#[test]
fn what_nobody_knows_is_passed_over() {
    let mut document = sample("fargate-linux-x86-vcpu");
    let plain = read_answer(&document.to_string()).unwrap();
    document["novelty"] = 1.into();
    document["product"]["novelty"] = Value::Null;
    document["terms"]["FlatRate"] = serde_json::json!({ "x": [1] });
    assert_eq!(read_answer(&document.to_string()).unwrap(), plain);
}

#[test]
fn a_product_may_be_sold_in_no_way_and_belong_to_no_family() {
    let mut document = sample("fargate-linux-x86-vcpu");
    document.as_object_mut().unwrap().remove("terms");
    document["product"]
        .as_object_mut()
        .unwrap()
        .remove("productFamily");
    let (_, entry) = read_answer(&document.to_string()).unwrap();
    assert_eq!((entry.terms, entry.product.family), (vec![], None));
}

#[test]
fn faults_name_the_product_and_the_place() {
    let name = "fargate-linux-x86-vcpu";
    let term = "8CESGAFWKAJ98PME.JRTCKXETXF";
    let rate = "8CESGAFWKAJ98PME.JRTCKXETXF.6YS6EN2CT7";
    let faults = [
        fault_of(name, |d| *d = Value::Null),
        fault_of(name, |d| d["product"] = "text".into()),
        fault_of(name, |d| {
            d["product"].as_object_mut().unwrap().remove("sku");
        }),
        fault_of(name, |d| {
            d.as_object_mut().unwrap().remove("version");
        }),
        fault_of(name, |d| d["product"]["attributes"]["vcpu"] = 2.into()),
        fault_of(name, |d| d["terms"]["OnDemand"] = Value::Array(vec![])),
        fault_of(name, |d| {
            d["terms"]["OnDemand"][term]["sku"] = "OTHER".into()
        }),
        fault_of(name, |d| {
            d["terms"]["OnDemand"][term]["priceDimensions"][rate]["pricePerUnit"]["USD"] =
                true.into();
        }),
        read_answer("{\"product\":").unwrap_err().to_string(),
    ];
    insta::assert_snapshot!(faults.join("\n"), @r"
    `the document` of a product is null where an object is due
    `product` of a product is text where an object is due
    a product has no `product.sku`
    product 8CESGAFWKAJ98PME has no `version`
    `product.attributes.vcpu` of product 8CESGAFWKAJ98PME is a number where text is due
    `terms.OnDemand` of product 8CESGAFWKAJ98PME is a list where an object is due
    `terms.OnDemand.8CESGAFWKAJ98PME.JRTCKXETXF` of product 8CESGAFWKAJ98PME is a term of `OTHER`
    `terms.OnDemand.8CESGAFWKAJ98PME.JRTCKXETXF.priceDimensions.8CESGAFWKAJ98PME.JRTCKXETXF.6YS6EN2CT7.pricePerUnit.USD` of product 8CESGAFWKAJ98PME is a truth value where text is due
    a product is not JSON: EOF while parsing a value at line 1 column 11
    ");
}
