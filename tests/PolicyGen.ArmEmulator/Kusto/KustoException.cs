namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>A query that is wrong, or that uses something which this interpreter does not know. Azure answers 400.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="position">Offset in the query's text, in UTF-16 units.</param>
public sealed class KustoException(string message, int position) : Exception(message)
{
    public int Position => position;
}
