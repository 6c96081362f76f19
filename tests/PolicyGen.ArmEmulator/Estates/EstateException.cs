namespace PolicyGen.ArmEmulator.Estates;

/// <summary>An estate or a list of faults that cannot be used; the message says where and why.</summary>
internal sealed class EstateException(string message) : Exception(message);
