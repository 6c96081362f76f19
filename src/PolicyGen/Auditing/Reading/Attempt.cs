using PolicyGen.Arm;

namespace PolicyGen.Auditing.Reading;

/// <summary>Tells failures of Azure from faults of ours.</summary>
internal static class Attempt
{
    /// <summary>Does something that may fail for Azure's sake.</summary>
    /// <param name="work">It.</param>
    /// <param name="action">The action that a role must allow for it.</param>
    /// <param name="scope">What it is about.</param>
    /// <param name="cancellationToken">The run's: what it stops is no failure.</param>
    /// <returns>The failure; null when there was none.</returns>
    public static async Task<ArmFailure?> RunAsync(Func<Task> work, string action, string scope, CancellationToken cancellationToken)
    {
        try
        {
            await work();
            return null;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // Not stopped by the user: the connection gave up.
            return new ArmFailure(ArmFailureKind.Timeout, 0, "", e.Message, action, scope, 1, null);
        }
        catch (Exception e) when (e is not OperationCanceledException && Of(e, action, scope) is not null)
        {
            return Of(e, action, scope);
        }
    }

    /// <summary>A failure for an answer that is not what it should be.</summary>
    public static ArmException Malformed(string message, string action, string scope) =>
        new(new ArmFailure(ArmFailureKind.Malformed, 200, "", message, action, scope, 1, null));

    // The typed client reads bodies itself; what it meets in one of another shape are these.
    private static ArmFailure? Of(Exception exception, string action, string scope) =>
        ArmFailure.Of(exception, action, scope)
        ?? (exception is System.Text.Json.JsonException or Newtonsoft.Json.JsonException or FormatException or TypedAnswerException
            ? new ArmFailure(ArmFailureKind.Malformed, 200, "", "The answer does not have the expected form: " + OneLine(exception.Message), action, scope, 1, null)
            : null);

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length > 300 ? line[..300] : line;
    }
}

/// <summary>The typed client stumbled over an answer.</summary>
internal sealed class TypedAnswerException(Exception inner) : Exception(inner.Message, inner);
