// Which column of which system's export becomes which field: named mappings, as data.

/// What a file holds one of in each row.
public enum ImportSubject: String, CaseIterable, Hashable, Sendable {
    /// Companies.
    case accounts
    /// People at companies.
    case contacts
}

/// The system that wrote a file.
public enum ImportSource: String, CaseIterable, Hashable, Sendable {
    /// Salesforce's data export.
    case salesforce
    /// HubSpot's export of a view.
    case hubspot
    /// Columns named as Kith's own fields.
    case generic
}

/// Where one field's value comes from.
public struct ImportColumn: Hashable, Sendable {
    /// The field of the record, or one of the names that begin with `@`: ``sourceID``,
    /// ``company``, ``companyID``, ``firstName``, ``lastName``, ``address`` parts.
    public let field: String
    /// The names that the column may have, the best first.
    public let names: [String]

    /// The other system's id of the row.
    public static let sourceID = "@id"
    /// The name of the company that a contact works for.
    public static let company = "@company"
    /// The other system's id of that company, or its handle here.
    public static let companyID = "@company-id"
    /// A person's first name, which is joined with the last.
    public static let firstName = "@first"
    /// A person's last name.
    public static let lastName = "@last"
    /// What begins the names of the parts of an address: `@address.city`.
    public static let address = "@address."
}

/// The columns of one system's export of one subject.
public struct ImportMapping: Hashable, Sendable {
    /// The system.
    public let source: ImportSource
    /// The subject.
    public let subject: ImportSubject
    /// The columns that are taken; all others are reported and left.
    public let columns: [ImportColumn]

    /// The mapping for a system and a subject.
    public init(source: ImportSource, subject: ImportSubject) {
        self.source = source
        self.subject = subject
        switch (source, subject) {
        case (.salesforce, .accounts): columns = salesforceAccounts
        case (.salesforce, .contacts): columns = salesforceContacts
        case (.hubspot, .accounts): columns = hubspotCompanies
        case (.hubspot, .contacts): columns = hubspotContacts
        case (.generic, .accounts): columns = genericAccounts
        case (.generic, .contacts): columns = genericContacts
        }
    }
}

private func column(_ field: String, _ names: String...) -> ImportColumn {
    ImportColumn(field: field, names: names)
}

private let salesforceAccounts = [
    column(ImportColumn.sourceID, "Id", "Account ID", "AccountId"),
    column("name", "Name", "Account Name"),
    column("phone", "Phone"),
    column("website", "Website"),
    column("industry", "Industry"),
    column("notes", "Description", "Account Description"),
    column("external_ids:ticker", "TickerSymbol", "Ticker Symbol"),
    column("@address.street", "BillingStreet", "Billing Street"),
    column("@address.city", "BillingCity", "Billing City"),
    column("@address.region", "BillingState", "Billing State/Province"),
    column("@address.postcode", "BillingPostalCode", "Billing Zip/Postal Code"),
    column("@address.country", "BillingCountry", "Billing Country"),
]

private let salesforceContacts = [
    column(ImportColumn.sourceID, "Id", "Contact ID", "ContactId"),
    column(ImportColumn.companyID, "AccountId", "Account ID"),
    column(ImportColumn.company, "Account.Name", "Account Name", "AccountName", "Company"),
    column("name", "Name", "Full Name"),
    column(ImportColumn.firstName, "FirstName", "First Name"),
    column(ImportColumn.lastName, "LastName", "Last Name"),
    column("title", "Title"),
    column("department", "Department"),
    column("email", "Email"),
    column("phone", "Phone"),
    column("mobile", "MobilePhone", "Mobile"),
    column("birthday", "Birthdate"),
    column("notes", "Description"),
]

private let hubspotCompanies = [
    column(ImportColumn.sourceID, "Record ID", "Company ID"),
    column("name", "Company name", "Name"),
    column("phone", "Phone Number"),
    column("website", "Website URL", "Company Domain Name"),
    column("industry", "Industry"),
    column("notes", "Description", "About us"),
    column("@address.street", "Street Address"),
    column("@address.city", "City"),
    column("@address.region", "State/Region"),
    column("@address.postcode", "Postal Code"),
    column("@address.country", "Country/Region", "Country"),
]

private let hubspotContacts = [
    column(ImportColumn.sourceID, "Record ID", "Contact ID"),
    column(
        ImportColumn.companyID, "Associated Company IDs (Primary)", "Associated Company IDs",
        "Associated Company ID"),
    column(
        ImportColumn.company, "Associated Company (Primary)", "Associated Company",
        "Company Name", "Company"),
    column("name", "Full Name", "Name"),
    column(ImportColumn.firstName, "First Name"),
    column(ImportColumn.lastName, "Last Name"),
    column("title", "Job Title"),
    column("email", "Email"),
    column("phone", "Phone Number"),
    column("mobile", "Mobile Phone Number"),
    column("birthday", "Date of birth"),
]

private let genericAccounts = [
    column(ImportColumn.sourceID, "id", "external id"),
    column("name", "name", "account", "company"),
    column("handle", "handle"),
    column("phone", "phone"),
    column("website", "website"),
    column("industry", "industry"),
    column("status", "status"),
    column("customer_since", "customer_since"),
    column("notes", "notes", "description"),
    column("@address.street", "street", "address"),
    column("@address.city", "city"),
    column("@address.region", "region", "state"),
    column("@address.postcode", "postcode", "postal code", "zip"),
    column("@address.country", "country"),
]

private let genericContacts = [
    column(ImportColumn.sourceID, "id", "external id"),
    column(ImportColumn.companyID, "account handle", "handle"),
    column(ImportColumn.company, "account", "company", "organisation", "organization"),
    column("name", "name", "full name"),
    column(ImportColumn.firstName, "first name"),
    column(ImportColumn.lastName, "last name"),
    column("title", "title", "job title"),
    column("department", "department"),
    column("email", "email", "e-mail"),
    column("phone", "phone"),
    column("mobile", "mobile"),
    column("birthday", "birthday"),
    column("notes", "notes"),
]
