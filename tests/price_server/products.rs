//! What is asked for, and which products meet it.

use super::Asked;
use super::http::Message;
use serde_json::Value;

/// A product of `tests/fixtures/price-list-samples`, as the API writes it: those from offer files are
/// brought into its shape.
pub fn sample(name: &str) -> Value {
    let path = format!("tests/fixtures/price-list-samples/{name}.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{path}: {fault}"));
    let document: Value = serde_json::from_str(&text).unwrap();
    if document.get("product").is_some() {
        return document;
    }
    let products = document["products"].as_object().unwrap();
    let (sku, product) = products.iter().next().unwrap();
    let kinds = document["terms"].as_object().unwrap().iter();
    let terms = kinds.map(|(kind, skus)| (kind.clone(), skus[sku].clone()));
    serde_json::json!({
        "product": product,
        "serviceCode": document["offerCode"],
        "terms": terms.collect::<serde_json::Map<_, _>>(),
        "version": document["version"],
        "publicationDate": document["publicationDate"],
    })
}

/// The token of the page that begins with a product.
pub fn token(from: usize) -> String {
    format!("page/{from}==")
}

/// What is asked, and from which product on; or what real AWS would not take.
pub fn read(message: &Message) -> Result<(Asked, usize), String> {
    let must = |name: &str, value: &str| match message.header(name) {
        Some(have) if have == value => Ok(()),
        have => Err(format!("{name}: {have:?}")),
    };
    if message.line != "POST / HTTP/1.1" {
        return Err(message.line.clone());
    }
    must("x-amz-target", "AWSPriceListService.GetProducts")?;
    must("content-type", "application/x-amz-json-1.1")?;
    let signed = message.header("authorization").unwrap_or_default();
    let signed_for = signed_region(signed).ok_or_else(|| format!("authorization: {signed}"))?;
    let body: Value = serde_json::from_slice(&message.body).map_err(|fault| fault.to_string())?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let known = [
        "ServiceCode",
        "Filters",
        "FormatVersion",
        "NextToken",
        "MaxResults",
    ];
    let mut names = body.as_object().ok_or("not an object")?.keys();
    if let Some(name) = names.find(|name| !known.contains(&name.as_str())) {
        return Err(format!("`{name}` is not known"));
    }
    if !(1..=100).contains(&body["MaxResults"].as_u64().unwrap_or(100)) {
        return Err(format!("MaxResults: {}", body["MaxResults"]));
    }
    if body["FormatVersion"] != "aws_v1" {
        return Err(format!("FormatVersion: {}", body["FormatVersion"]));
    }
    let mut filters = Vec::new();
    for filter in body["Filters"].as_array().map_or(&[][..], Vec::as_slice) {
        let part = |name: &str| text(&filter[name]).ok_or(format!("{name} of {filter}"));
        filters.push((part("Type")?, part("Field")?, part("Value")?));
    }
    if let Some((kind, ..)) = (filters.iter()).find(|f| f.0 != "TERM_MATCH" && f.0 != "CONTAINS") {
        return Err(format!("filter type {kind}"));
    }
    let next = text(&body["NextToken"]);
    let from = match &next {
        None => 0,
        Some(next) => next
            .strip_prefix("page/")
            .and_then(|rest| rest.strip_suffix("==")?.parse().ok())
            .ok_or_else(|| format!("NextToken: {next}"))?,
    };
    let asked = Asked {
        service_code: text(&body["ServiceCode"]).ok_or("no ServiceCode")?,
        filters,
        token: next,
        signed_for,
    };
    Ok((asked, from))
}

/// The region of a signature of version 4:
/// `AWS4-HMAC-SHA256 Credential=ID/DATE/REGION/pricing/aws4_request, SignedHeaders=…, Signature=…`.
fn signed_region(header: &str) -> Option<String> {
    let rest = header.strip_prefix("AWS4-HMAC-SHA256 Credential=")?;
    let (scope, rest) = rest.split_once(", SignedHeaders=")?;
    let (headers, signature) = rest.split_once(", Signature=")?;
    let hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
    let parts: Vec<&str> = scope.split('/').collect();
    let [_, date, region, "pricing", "aws4_request"] = parts[..] else {
        return None;
    };
    let dated = date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit());
    let signs = |name: &str| headers.split(';').any(|have| have == name);
    let whole = signs("host") && signs("x-amz-date") && signs("x-amz-target");
    (dated && whole && signature.len() == 64 && hex(signature)).then(|| region.to_owned())
}

/// True when a product is one of those asked for; all filters have to be met.
pub fn meets(product: &Value, asked: &Asked) -> bool {
    let field = |name: &str| match name {
        "productFamily" | "sku" => product["product"][name].as_str(),
        name => product["product"]["attributes"][name].as_str(),
    };
    product["serviceCode"] == asked.service_code.as_str()
        && asked.filters.iter().all(|(kind, name, value)| {
            field(name).is_some_and(|have| match kind.as_str() {
                "CONTAINS" => have.contains(value.as_str()),
                _ => have == value,
            })
        })
}
