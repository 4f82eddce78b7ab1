// The two forms of sync bodies, as routes see them.

import SyncProtocol

extension BodyForm {
    /// The media types of both forms.
    static var mediaTypes: [String] { [compressed.mediaType, json.mediaType] }

    /// The form of a request; the answer has the same.
    static func of(_ call: RouteCall) throws(Problem) -> BodyForm {
        guard let form = BodyForm(mediaType: call.mediaType) else {
            throw .mediaTypeUnknown(mediaTypes.joined(separator: " or "))
        }
        return form
    }
}
