// Every vector about causality, time and identities, run against CausalCore.

import CausalCore
import Foundation
import Testing

@Suite struct CausalityVectorTests {
    @Test(arguments: VectorFile.cases("version-vectors.json"))
    func versionVectorsRelateAsTheirVectorSays(vector: Vector) throws {
        let first = try VectorValue.dots(vector.content["first"])
        let second = try VectorValue.dots(vector.content["second"])
        #expect("\(first.relation(to: second))" == (try vector.text("relation")))
    }

    @Test(arguments: VectorFile.cases("contexts.json"))
    func bothClockFormsRelateAsTheirVectorSays(vector: Vector) throws {
        let ops = try vector.list("ops").map { try VectorValue.position($0) }
        let contexts = ops.map { $0.expandedContext(accepted: ops) }
        let expected = try #require(vector.content["contexts"] as? [[Meaning]])
        #expect(try contexts == expected.map { try VectorValue.dots($0) })
        let relations = try #require(vector.content["relations"] as? [[String]])
        for (first, row) in relations.enumerated() {
            for (second, word) in row.enumerated() {
                #expect("\(ops[first].relation(to: ops[second]))" == word)
                let full = relation(
                    of: ops[first].dot, context: contexts[first], to: ops[second].dot,
                    context: contexts[second])
                #expect("\(full)" == word)
            }
        }
    }

    @Test(arguments: VectorFile.cases("stamps.json"))
    func evidenceBecomesTheStampThatItsVectorSays(vector: Vector) throws {
        let present = try vector.object("present")
        let anchors = try VectorValue.some(present["anchors"] as? [Meaning])
            .map { try VectorValue.anchor($0) }
        let estimate = StampEstimate(
            evidence: try VectorValue.sample(vector.content["evidence"]),
            present: ClockPresent(
                device: try VectorValue.sample(present["device"]),
                server: try VectorValue.stamp(present["server"]), anchors: anchors))
        let expected = try vector.object("estimate")
        #expect(estimate.time == (try VectorValue.stamp(expected["time"])))
        #expect("\(estimate.quality)" == expected["quality"] as? String)
        let bounds = try vector.object("bounds")
        let (stamp, quality) = StampBounds(
            now: try VectorValue.stamp(bounds["now"]), seen: try VectorValue.stamp(bounds["seen"]),
            own: try VectorValue.stamp(bounds["own"]),
            enrolled: try VectorValue.stamp(bounds["enrolled"])
        ).stamp(for: estimate)
        #expect(stamp == (try VectorValue.stamp(vector.content["stamp"])))
        #expect("\(quality)" == (try vector.text("quality")))
    }

    @Test(arguments: VectorFile.cases("rivals.json"))
    func rivalsAreThoseThatTheirVectorNames(vector: Vector) throws {
        let accepted = try vector.list("accepted").map { writer in
            UnitWriter(
                op: try VectorValue.identity(writer["op"]),
                position: try VectorValue.position(writer["position"]),
                value: try VectorValue.some(unhexadecimal(try VectorValue.text(writer["value"]))))
        }
        let met = rivals(
            of: try VectorValue.position(vector.content["position"]),
            value: try vector.bytes("value"), among: accepted)
        #expect(met.map(\.op.description) == vector.content["rivals"] as? [String])
    }

    @Test(arguments: VectorFile.cases("identities.json"))
    func identitiesAreReadAsTheirVectorSays(vector: Vector) throws {
        if let text = vector.content["text"] as? String {
            let bytes = OpID(text)?.bytes
            #expect(bytes.map { hexadecimal($0) } == vector.content["bytes"] as? String)
        } else {
            let replica = ReplicaID(try vector.text("replica"))
            #expect(
                replica.map { String($0.rawValue) } == vector.content["number"] as? String)
        }
    }

    @Test(arguments: VectorFile.cases("scope-digests.json"))
    func scopeDigestsAreThoseOfTheirVector(vector: Vector) throws {
        var digest = ScopeDigest.empty
        for text in try VectorValue.some(vector.content["accounts"] as? [String]).reversed() {
            digest.add(try VectorValue.identity(text))
        }
        #expect(String(digest.rawValue) == (try vector.text("digest")))
    }
}
