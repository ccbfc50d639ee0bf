//! What kind of service each of ours is, in the words of the specification.

/// The place of a service among the categories of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceKind {
    /// `ServiceCategory`.
    pub category: &'static str,
    /// `ServiceSubcategory`.
    pub subcategory: &'static str,
}

macro_rules! kinds {
    ($($category:literal $subcategory:literal: $($name:literal)*;)*) => {
        /// The kind of a service by its name in scenarios; `None` for what is none of them.
        #[must_use]
        pub fn service_kind(name: &str) -> Option<ServiceKind> {
            match name {
                $($($name)|* => Some(ServiceKind {
                    category: $category,
                    subcategory: $subcategory,
                }),)*
                _ => None,
            }
        }
    };
}

kinds! {
    "Compute" "Containers": "fargate" "eks" "eks_fargate" "ecr";
    "Compute" "Serverless Compute": "lambda";
    "Compute" "Virtual Machines": "ec2";
    "Compute" "Other (Compute)": "commitment";
    "Databases" "Relational": "rds" "rds_proxy" "aurora";
    "Databases" "NoSQL": "dynamodb";
    "Databases" "Caching": "elasticache" "elasticache_serverless";
    "Identity" "Other (Identity)": "cognito";
    "Integration" "API Management": "api_gateway";
    "Integration" "Messaging": "eventbridge" "sns" "sqs";
    "Integration" "Workflow Automation": "step_functions";
    "Management and Governance" "Observability": "cloudwatch" "xray";
    "Management and Governance" "Administration": "parameter_store";
    "Networking" "Content Delivery": "cloudfront" "cloudfront_plan";
    "Networking" "Data Transfer": "data_transfer";
    "Networking" "Load Balancing": "alb" "nlb";
    "Networking" "Network Management": "nat_gateway" "public_ipv4" "route53" "vpc_endpoint";
    "Networking" "Network Security": "waf";
    "Security" "Credentials": "kms" "secrets_manager";
    "Storage" "Disk": "ebs";
    "Storage" "Files": "efs";
    "Storage" "Object Storage": "s3";
    "Other" "Other (Other)": "other";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::REGISTRY;

    #[test]
    fn every_service_has_its_kind() {
        for service in REGISTRY {
            assert!(service_kind(service.name).is_some(), "{}", service.name);
        }
        assert!(service_kind("commitment").is_some());
    }
}
