// The size of a history and the faults in it, drawn from its seed.

/// How large a history is, and how often what goes wrong in it.
public struct HistoryPlan: Hashable, Sendable {
    /// Devices, 2 to 5.
    public var devices: Int
    /// Steps before faults stop and everything must heal.
    public var steps: Int
    /// Chance that a request is lost on its way.
    public var requestLoss: Double
    /// Chance that an answer is lost after the server committed.
    public var answerLoss: Double
    /// Chance that a request arrives twice.
    public var repetition: Double
    /// Chance that an old request arrives once more, long after.
    public var lateArrival: Double
    /// Chance that a byte of a request or of an answer is another one.
    public var corruption: Double
    /// Chance that the program ends between two actions of a sync.
    public var crash: Double
    /// Chance that the server is opened anew from its store.
    public var serverRestart: Double
    /// Chance of a change of the assignments, for each step.
    public var reassignment: Double
    /// Chance that a device is replaced by a copy of an older state of its disk.
    public var copy: Double
    /// Whether the devices' clocks are wrong, drift and step.
    public var wrongClocks: Bool

    /// Draws a plan: each class of fault is on in half of the histories, at a rate of its own.
    public init(steps: Int, randomness: inout SeededRandomness) {
        func rate(_ most: Double) -> Double {
            randomness.chance(0.5)
                ? most * Double(1 + randomness.below(100)) / 100 : 0
        }
        devices = 2 + randomness.below(3)
        self.steps = steps
        requestLoss = rate(0.4)
        answerLoss = rate(0.4)
        repetition = rate(0.4)
        lateArrival = rate(0.3)
        corruption = rate(0.2)
        crash = rate(0.3)
        serverRestart = rate(0.1)
        reassignment = rate(0.1)
        copy = rate(0.05)
        wrongClocks = randomness.chance(0.5)
    }
}
