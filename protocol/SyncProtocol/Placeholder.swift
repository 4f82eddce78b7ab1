import CZlib
import SwiftProtobuf
