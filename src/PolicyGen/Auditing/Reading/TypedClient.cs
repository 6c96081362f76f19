using Azure;

namespace PolicyGen.Auditing.Reading;

/// <summary>
/// Calls of the typed client. It reads bodies as the service's description says they are, and meets another shape with exceptions
/// that look like faults of the program.
/// </summary>
internal static class TypedClient
{
    /// <summary>Most elements of one list.</summary>
    private const int MostElements = 1_000_000;

    public static async Task<T> GetAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or ArgumentException or NullReferenceException or OverflowException)
        {
            throw new TypedAnswerException(e);
        }
    }

    public static Task<List<TResult>> ListAsync<T, TResult>(AsyncPageable<T> list, Func<T, TResult> select, CancellationToken cancellationToken)
        where T : notnull => GetAsync(async () =>
    {
        var all = new List<TResult>();
        await foreach (var element in list.WithCancellation(cancellationToken))
        {
            if (all.Count == MostElements)
                throw new InvalidOperationException("The list does not end.");
            all.Add(select(element));
        }

        return all;
    });
}
