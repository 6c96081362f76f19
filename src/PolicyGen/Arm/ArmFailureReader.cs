using Azure;
using Azure.Identity;

namespace PolicyGen.Arm;

/// <summary>Makes failures of what Azure answers and of what went wrong on the way.</summary>
internal static class ArmFailureReader
{
    public static ArmFailure Read(RequestFailedException exception, string action, string scope) =>
        new(ArmFailureKind.Service, exception.Status, exception.ErrorCode ?? "", exception.Message, action, scope, 1, null);

    public static ArmFailure? Read(Exception exception, string action, string scope) => exception switch
    {
        AuthenticationFailedException => new ArmFailure(ArmFailureKind.SignIn, 0, "", exception.Message, action, scope, 1, null),
        HttpRequestException or IOException => new ArmFailure(ArmFailureKind.Network, 0, "", exception.Message, action, scope, 1, null),
        _ => null,
    };
}
