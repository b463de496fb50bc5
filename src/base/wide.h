// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace clientela {

// For sums and products of 64-bit numbers, which need more bits for a moment.
__extension__ typedef __int128 Wide;

}  // namespace clientela
