import ArgumentParser
import X509
import ServiceLifecycle
@main struct Main: ParsableCommand {}
