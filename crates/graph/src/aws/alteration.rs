//! What changes a resource of a modelled kind and is of a type that is not declared.

use crate::declare::resource;

resource! {
    /// A resource of a type that is not declared, a later one than the table of types among them, which writes down what it adds to,
    /// or takes away from: what that has then is not known. [`Kind::altering`](crate::Kind::altering) tells which types are.
    Alteration: "any type that is not declared";
    keys: [];
    attributes: {
    }
    links: {
        /// The route table that it brings routes into.
        route_table: one ["route_table_id"] -> [RouteTable],
        /// The security group whose rules it rules over.
        security_group: one ["security_group_id"] -> [SecurityGroup],
        /// The network ACL whose entries it rules over.
        network_acl: one ["network_acl_id"] -> [NetworkAcl],
        /// The hosted zone whose records it rules over.
        zone: one ["zone_id"] -> [Route53Zone],
        /// The transit gateway that it attaches something to.
        transit_gateway: one ["transit_gateway_id"] -> [TransitGateway],
        /// The role whose policies it rules over, by name.
        role: one ["role_name"] -> [Role],
        /// The user, by name.
        user: one ["user_name"] -> [User],
        /// The group, by name.
        group: one ["group_name"] -> [Group],
        /// The permission set.
        permission_set: one ["permission_set_arn"] -> [PermissionSet],
    }
}
