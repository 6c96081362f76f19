using Azure.Core;
using Azure.Core.Pipeline;

namespace PolicyGen.Arm;

/// <summary>Last before the transport: counts what is sent and received, and limits bodies.</summary>
internal sealed class ArmCounting(ArmRun run, ArmHostGuard guard) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Requests are asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        guard.Check(message.Request.Uri.ToUri(), "", "/");
        var tries = ArmRetryPolicy.Tries(message);
        run.Figures.CountRequest(tries.Sent > 0);
        tries.Sent++;
        await ProcessNextAsync(message, pipeline);
        if (message.Response.ContentStream is { } body)
            message.Response.ContentStream = new ArmBodyStream(body, run.Figures, tries.Stop);
    }
}
